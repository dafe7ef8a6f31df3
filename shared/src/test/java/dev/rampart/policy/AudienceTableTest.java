package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may use what a statement allows, as AWS's documentation has it.
final class AudienceTableTest {
  private static final String OWN = "123456789012";
  private static final List<String> TABLES = List.of("audiences.jsonl", "made-by-aws.jsonl");

  static Stream<Named<JsonNode>> cases() {
    return TABLES.stream().flatMap(each -> Table.read(each).stream());
  }

  static Stream<Named<JsonNode>> policiesThatAwsCreates() {
    return Table.read("made-by-aws.jsonl").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhoTheDocumentationSays(JsonNode row) {
    assertThat(audience(row)).as("%s", row.get("source").asText()).isEqualTo(expected(row));
  }

  @ParameterizedTest
  @MethodSource("policiesThatAwsCreates")
  void leavesThePoliciesThatAwsCreates(JsonNode row) {
    assertThat(audience(row)).isNotInstanceOfAny(Anyone.class, Foreign.class, Network.class);
  }

  @Test
  void everyCaseIsAnotherOneAndNamesItsSource() {
    assertThat(Table.read("audiences.jsonl")).hasSizeGreaterThanOrEqualTo(150);
    for (var table : TABLES) {
      assertThat(Table.column(table, "name")).doesNotHaveDuplicates();
      assertThat(Table.column(table, "statement")).doesNotHaveDuplicates();
      assertThat(Table.column(table, "source")).allMatch(each -> each.startsWith("\"https://"));
    }
  }

  private static Audience audience(JsonNode row) {
    return PolicyDocument.parse("{\"Statement\":" + row.get("statement") + "}")
        .statements()
        .getFirst()
        .audience(OWN);
  }

  private static Audience expected(JsonNode row) {
    var details = Statement.texts(row.path("details"));
    return switch (row.get("audience").asText()) {
      case "Anyone" -> new Anyone();
      case "Foreign" -> new Foreign(Set.copyOf(details));
      case "Known" -> new Known();
      case "Network" -> new Network(Set.copyOf(details));
      case "Nobody" -> new Nobody();
      case "Services" -> new Services(Set.copyOf(details), row.get("scoped").asBoolean());
      case "Unclear" -> new Unclear(details.getFirst());
      default -> throw new AssertionError(row);
    };
  }
}
