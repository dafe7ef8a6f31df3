package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;

final class VariablesTest {
  private static final String SECRET = "hunter2-ключ-🔑";

  @Test
  void showsNamesAndNoValue() throws JsonProcessingException {
    var variables =
        Variables.of(
            EnvironmentResponse.builder()
                .variables(Map.of("TABLE", "orders", "DB_PASSWORD", SECRET))
                .build());

    assertThat(variables).isInstanceOf(Variables.Legible.class);
    var setup = Setups.withVariables("", variables);
    for (var shown :
        new String[] {
          variables.toString(),
          new ObjectMapper().writeValueAsString(variables),
          setup.toString(),
          String.valueOf(variables.hashCode())
        }) {
      assertThat(shown).doesNotContain(SECRET, "hunter2", "orders\"");
    }
    assertThat(new ObjectMapper().writeValueAsString(variables))
        .isEqualTo("[\"DB_PASSWORD\",\"TABLE\"]");
    assertThat(((Variables.Legible) variables).find("DB_PASSWORD")).contains(SECRET);
    assertThat(((Variables.Legible) variables).find("OTHER")).isEmpty();
  }

  @Test
  void tellsEnvironmentsApartByTheirValues() {
    assertThat(new Variables.Legible(Map.of("A", "1")))
        .isEqualTo(new Variables.Legible(Map.of("A", "1")))
        .hasSameHashCodeAs(new Variables.Legible(Map.of("A", "2")))
        .isNotEqualTo(new Variables.Legible(Map.of("A", "2")));
  }

  @Test
  void knowsThatAKeyMayNotBeUsed() {
    var answer =
        EnvironmentResponse.builder()
            .error(
                error ->
                    error
                        .errorCode("AccessDeniedException")
                        .message("Lambda was unable to decrypt … " + SECRET))
            .build();

    assertThat(Variables.of(answer))
        .isEqualTo(
            new Variables.Illegible(
                "the environment variables cannot be decrypted (AccessDeniedException)"));
  }

  @Test
  void readsAFunctionWithoutVariables() {
    assertThat(Variables.of(null)).isEqualTo(new Variables.Legible(Map.of()));
  }
}
