package dev.rampart.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.SsmClient;

final class PlaintextParameterTest {
  private static final String NAME = "/prod/orders/db/password";
  private static final String VALUE = "correct horse battery staple";
  private static final ResourceId ID = id("prod/orders/db/password");

  private final GuardrailTester<Parameter, ParameterType> parameter =
      GuardrailTester.of(
              caller -> new Parameters(client(caller)),
              caller -> SecretsOperations.with(Clients.of(caller)),
              new PlaintextParameter())
          .neverShowing(VALUE);

  private final Parameters offline = new Parameters(client(Caller.offline()));

  @ParameterizedTest
  @ValueSource(strings = {"String", "StringList"})
  void flagsASecretInPlainText(String type) {
    parameter
        .given(of(NAME, type))
        .isFlagged(NAME + " has a secret's name and is a " + type)
        .isLeftToAPerson("--type SecureString");
  }

  @Test
  void leavesASecretThatIsEncrypted() {
    parameter.given(of(NAME, "SecureString")).isLeftAlone();
  }

  @Test
  void leavesOtherNamesAndRampartsOwn() {
    for (var name : Set.of("/prod/orders/db/host", "/rampart/guardrails/PlaintextSecret")) {
      assertThat(new PlaintextParameter().parts(of(name, "String"))).isEmpty();
    }
  }

  @Test
  void writesToNoParameter() {
    parameter.given(of(NAME, "String")).isOffLimits("only watched");
  }

  @Test
  void looksOnlyAtNamesThatPromiseASecret() {
    assertThat(touched("PutParameter.password")).containsExactly(ID);
    assertThat(touched("AddTagsToResource.password")).containsExactly(ID);
    assertThat(touched("RemoveTagsFromResource.password")).containsExactly(ID);
    assertThat(touched("PutParameter.host")).isEmpty();
    assertThat(touched("PutParameter.rampart")).isEmpty();
    assertThat(touched("PutSecretValue.routine")).isEmpty();
  }

  @Test
  void knowsByTheFirstVersionThatAParameterIsNew() {
    var created = Recorded.event("PutParameter.password");
    assertThat(offline.isCreatedBy(Recorded.change(created).orElseThrow(), ID)).isTrue();
    ((ObjectNode) created.at("/detail/responseElements")).put("version", 2);
    assertThat(offline.isCreatedBy(Recorded.change(created).orElseThrow(), ID)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "password\n", "größe/passwort 🔑/password", "{{password}}"})
  void leavesWhatIsNoName(String name) {
    var event = Recorded.asking("PutParameter.password", "name", name);
    assertThat(Recorded.change(event).map(offline::touchedBy).orElse(Set.of())).isEmpty();
  }

  @Test
  void readsTheTypeInTheAccountAndNeverTheValue() {
    var account = EmulatedAccount.empty();
    var maria = client(account.person("maria"));
    maria.putParameter(put -> put.name(NAME).type("String").value(VALUE));
    maria.putParameter(put -> put.name("/prod/orders/db/host").type("String").value("db.local"));
    maria.putParameter(put -> put.name("password").type("String").value(VALUE));
    maria.addTagsToResource(
        add ->
            add.resourceType("Parameter")
                .resourceId(NAME)
                .tags(tag -> tag.key("team").value("shop")));
    var function = account.function("rampart-secrets");
    var emulated = parameter.in(account, "rampart-secrets", (_, _) -> "");

    emulated.looksAt(ID).isFlagged("is a String");
    assertThat(emulated.load(ID).tags()).containsEntry("team", "shop");
    emulated.looksAt(id("password")).isFlagged("password has a secret's name");
    assertThat(emulated.domain().all()).containsExactlyInAnyOrder(ID, id("password"));
    emulated.staysWithinItsRole();
    assertThat(account.callsOf(function))
        .extracting(call -> call.name())
        .doesNotContain("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath");
    assertThat(account.events().toString()).doesNotContain(VALUE);
    maria.deleteParameter(delete -> delete.name(NAME));
    assertThat(emulated.domain().load(ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void listsAsManyAtATimeAsThereMayBe() {
    var account = EmulatedAccount.empty();
    var maria = client(account.person("maria"));
    for (int i = 0; i < 12; i++) {
      var name = NAME + i;
      maria.putParameter(put -> put.name(name).type("String").value(VALUE));
    }
    var function = account.function("rampart-secrets");

    assertThat(new Parameters(client(function)).all()).hasSize(12);

    // The emulator gives ten whatever it is asked for.
    assertThat(account.callsOf(function))
        .allSatisfy(call -> assertThat(call.parameters().path("MaxResults").asInt()).isEqualTo(50));
  }

  private Set<ResourceId> touched(String event) {
    return Recorded.change(Recorded.event(event)).map(offline::touchedBy).orElse(Set.of());
  }

  private static SsmClient client(Caller caller) {
    return Clients.of(caller).parameters();
  }

  private static ResourceId id(String path) {
    return new ResourceId(Parameter.TYPE, "arn:aws:ssm:us-east-1:123456789012:parameter/" + path);
  }

  private static Parameter of(String name, String type) {
    return new Parameter(ID, Map.of(), new TreeMap<>(Map.of(name, type)));
  }
}
