package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Sighting.Seen;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

final class PublicLayerTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:layer:tools:1";
  private static final ResourceId ID = new ResourceId(SharedLayer.TYPE, ARN);

  private final GuardrailTester<SharedLayer, LayerGrant> tester =
      GuardrailTester.of(
          caller -> new SharedLayers(Orders.client(caller), Setups.trusted(caller)),
          Orders::operations,
          new PublicLayer());

  @Test
  void removesTheStatementThatLetsEveryoneUseIt() {
    tester
        .given(with(null, grant("\"*\"", "")))
        .isFlagged("every AWS account may use it")
        .would("remove statement all from its policy", RESTRICTS)
        .wouldRun(
            "aws lambda remove-layer-version-permission --layer-name tools --version-number 1"
                + " --statement-id all --revision-id revision-1");
  }

  @Test
  void leavesToAPersonWhatCouldNotBeGivenBack() {
    tester
        .given(with(null, grant("\"*\"", "").replace("lambda:GetLayerVersion", "lambda:*")))
        .isLeftToAPerson("could not be undone", "aws lambda remove-layer-version-permission …");
  }

  @Test
  void leavesAnUnknownAccountToAPerson() {
    tester
        .given(with(Set.of("444455556666"), grant("{\"AWS\": \"111122223333\"}", "")))
        .with(provedNew())
        .isFlagged("account 111122223333 may use it")
        .isLeftToAPerson(
            "only a person knows whether the account is a partner",
            "aws lambda remove-layer-version-permission …");
  }

  @Test
  void leavesATrustedAccountAndAsksOnlyThen() {
    var foreign = grant("{\"AWS\": \"arn:aws:iam::111122223333:root\"}", "");
    tester.given(with(null, foreign)).asksFor(SetupFact.TRUSTED_ACCOUNTS);
    tester.given(with(Set.of("111122223333"), foreign)).isLeftAlone();
  }

  @Test
  void leavesItsOrganizationAndItsOwnAccount() {
    tester
        .given(
            with(
                null,
                grant(
                    "\"*\"",
                    ", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\":"
                        + " \"o-1234567890\"}}")))
        .isLeftAlone();
    tester.given(with(null, grant("{\"AWS\": \"123456789012\"}", ""))).isLeftAlone();
  }

  @Test
  void doesNotJudgeWhatItCannotRead() {
    var layer = new SharedLayer(ID, "", SharedLayers.statements("no json"), null);
    tester.given(layer).isUndetermined("the policy is not readable");
    tester
        .given(
            with(null, grant("\"*\"", ", \"Condition\": {\"Bool\": {\"aws:Secure\": \"true\"}}")))
        .isUndetermined("condition on aws:secure");
  }

  @Test
  void neverWritesToALayerOfItsOwn() {
    var bounds = new Bounds(false, Set.of(), Set.of());
    assertThat(with(null).offLimits(bounds)).isEmpty();
    var own =
        new SharedLayer(
            new ResourceId(SharedLayer.TYPE, ARN.replace("tools", "rampart-x")),
            "",
            List.of(),
            null);
    assertThat(own.offLimits(bounds)).contains("Rampart's own");
  }

  @Test
  void worksInTheAccount() {
    var account = tester.in(EmulatedAccount.empty(), "rampart-lambda", PublicLayerTest::state);
    var mallory = account.person("mallory");
    var lambda = publish(mallory);
    assertThat(account.load(ID).statements()).isEmpty();
    account.learns(ID);

    share(lambda, "all", "*");
    share(lambda, "partner", "123456789012");

    account.looksAt(ID, "all").isFlagged("every AWS account may use it").isFixed();
    account.staysWithinItsRole();
  }

  @Test
  void findsALayerGoneAndEveryVersionThatIsThere() {
    var account = EmulatedAccount.empty();
    var bot = account.function("rampart-lambda");
    var layers = new SharedLayers(Orders.client(bot), Setups.trusted(bot));
    assertThat(layers.load(ID)).isInstanceOf(Loaded.Gone.class);

    var lambda = publish(account.person("maria"));
    assertThat(layers.load(ID)).isInstanceOf(Loaded.Present.class);
    lambda.publishLayerVersion(
        publish ->
            publish
                .layerName("tools")
                .content(content -> content.zipFile(SdkBytes.fromUtf8String("no zip"))));
    var layer = new ResourceId(SharedLayer.TYPE, ARN.replace("tools:1", "tools"));
    assertThat(layers.all()).containsExactly(layer);
    assertThat(layers.within(layer).map(ResourceId::arn))
        .containsExactlyInAnyOrder(ARN, ARN.replace("tools:1", "tools:2"));
    lambda.deleteLayerVersion(delete -> delete.layerName("tools").versionNumber(1L));
    assertThat(layers.load(ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void knowsThatALayerHasNoTags() {
    var layers =
        new SharedLayers(Orders.client(Caller.offline()), Setups.trusted(Caller.offline()));
    var published = Watched.change(Watched.event("PublishLayerVersion.by-hand.json"));

    var seen = (Seen) new CodeChangedOutOfBand().look(published, Watched.trust("deploy"));

    assertThat(seen.resource().type()).isEqualTo(layers.type());
    assertThat(layers.loadTags(seen.resource())).contains(Map.of());
  }

  @Test
  void listsTheVersionsOfALayerOnlyWhenItIsVisited() {
    var account = EmulatedAccount.empty();
    var bot = account.function("rampart-lambda");
    var layers = new SharedLayers(Orders.client(bot), Setups.trusted(bot));
    publish(account.person("maria"));

    var all = layers.all().toList();

    assertThat(account.callsOf(bot))
        .extracting(call -> call.name())
        .containsExactly("lambda:ListLayers");
    layers.within(all.getFirst()).forEach(layers::load);
    assertThat(account.callsOf(bot)).hasSize(1 + layers.callsPerLook());
    assertThat(layers.within(new ResourceId(SharedLayer.TYPE, ARN.replace("tools:1", "gone"))))
        .isEmpty();
  }

  private static LambdaClient publish(Caller caller) {
    var lambda = Orders.client(caller);
    lambda.publishLayerVersion(
        publish ->
            publish
                .layerName("tools")
                .content(content -> content.zipFile(SdkBytes.fromUtf8String("no zip"))));
    return lambda;
  }

  private static void share(LambdaClient lambda, String sid, String principal) {
    lambda.addLayerVersionPermission(
        add ->
            add.layerName("tools")
                .versionNumber(1L)
                .statementId(sid)
                .action("lambda:GetLayerVersion")
                .principal(principal));
  }

  private static String state(Caller auditor, SharedLayer layer) {
    try {
      var policy =
          Orders.client(auditor)
              .getLayerVersionPolicy(get -> get.layerName("tools").versionNumber(1L))
              .policy();
      return PolicyDocument.parse(policy).statements().stream()
          .map(each -> each.tree().toString())
          .sorted()
          .toList()
          .toString();
    } catch (ResourceNotFoundException _) {
      return "not shared";
    }
  }

  private static SharedLayer with(@Nullable Set<String> trusted, String... statements) {
    var document = PolicyDocument.parse("{\"Statement\": [" + String.join(",", statements) + "]}");
    return new SharedLayer(ID, "revision-1", document.statements(), trusted);
  }

  private static String grant(String principal, String rest) {
    return """
    {"Sid": "all", "Effect": "Allow", "Principal": %s, "Action": "lambda:GetLayerVersion", \
    "Resource": "%s"%s}\
    """
        .formatted(principal, ARN, rest);
  }
}
