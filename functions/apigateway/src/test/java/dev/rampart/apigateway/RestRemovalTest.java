package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.CONTAINS;
import static dev.rampart.guardrail.Effect.DEPLOYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way to take the authorizer from a method of a REST API, in the emulated account.
final class RestRemovalTest {
  private static final String DRAFT = "GET /orders";
  private static final String LIVE = "GET /orders on prod";

  private static final String FENCE =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
        "Action": "execute-api:Invoke", "Resource": "*"}, {"Effect": "Deny", "Principal": "*",
        "Action": "execute-api:Invoke", "Resource": "*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}]}
      """;

  private final RestAccount account = new RestAccount();

  static Stream<Named<Consumer<RestAccount>>> ways() {
    return Stream.of(
        Named.of("UpdateMethod", RestAccount::patchesTheMethod),
        Named.of("DeleteMethod, PutMethod", RestAccount::putsTheMethodAnew),
        Named.of("PutRestApi", RestAccount::importsWithoutSecurity),
        Named.of("UpdateMethod, DeleteAuthorizer", RestAccount::deletesTheAuthorizer));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsTheDraftRightBeforeAnyoneDeploysIt(Consumer<RestAccount> way) {
    way.accept(account);
    account.rampart.looksAt(account.id, LIVE).isLeftAlone();
    account
        .rampart
        .looksAt(account.id, DRAFT)
        .isFlagged("as soon as the draft is deployed")
        .isFixed(
            auditor -> {
              assertThat(account.draftAsksWhatItAsked(auditor)).isTrue();
              assertThat(account.served(auditor)).isEqualTo(account.goodDeployment);
            });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsDraftAndStageRightAfterADeployment(Consumer<RestAccount> way) {
    way.accept(account);
    account.deploys();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isFlagged("anyone may call GET /orders on prod")
        .isFixed(auditor -> assertThat(account.served(auditor)).isEqualTo(account.goodDeployment));
    account
        .rampart
        .looksAt(account.id, DRAFT)
        .isFixed(auditor -> assertThat(account.draftAsksWhatItAsked(auditor)).isTrue());
  }

  @Test
  void leavesTheStageToAPersonIfAnIntegrationWasDeployedToo() {
    account.patchesTheMethod();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isFlagged("anyone may call")
        .isLeftToAPerson("differs in more than authorization", "aws apigateway update-stage …");
    account.rampart.looksAt(account.id, DRAFT).isFixed();
  }

  @Test
  void deploysTheDraftThatDiffersFromTheStageInWhatIsBackOnly() {
    account.patchesTheMethod();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account.restoresTheMethod();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .would("deploy the draft to stage prod", DEPLOYS, DEPLOYS)
        .isFixed(
            auditor ->
                assertThat(account.export(auditor))
                    .contains("https://backend.example/v2")
                    .contains("orders/read"));
  }

  @Test
  void deploysTheDraftIfTheGoodDeploymentIsDeleted() {
    account.patchesTheMethod();
    account.deploys();
    account.restoresTheMethod();
    account.maria.deleteDeployment(
        delete -> delete.restApiId(account.api).deploymentId(account.goodDeployment));
    account
        .rampart
        .looksAt(account.id, LIVE)
        .would("deploy the draft to stage prod", DEPLOYS, DEPLOYS)
        .isFixed();
  }

  static Stream<Named<Consumer<RestAccount>>> unfinished() {
    return Stream.of(
        Named.of("another backend", each -> each.integrates("https://unfinished.example")),
        Named.of("another method", RestAccount::addsASignedMethod),
        Named.of("other scopes", RestAccount::dropsTheScopes),
        Named.of("another definition of the authorizer", RestAccount::changesTheAuthorizer),
        Named.of("a resource policy", each -> each.sets("/policy", FENCE)));
  }

  @ParameterizedTest
  @MethodSource("unfinished")
  void neverDeploysADraftSomebodyIsWorkingOn(Consumer<RestAccount> work) {
    // A second method that is guarded all the time, so that its authorizer is in use on the stage.
    account.addsAGuardedMethod();
    account.deploys();
    account.rampart.learns(account.id);
    account.patchesTheMethod();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account.restoresTheMethod();
    work.accept(account);
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isLeftToAPerson("the last good deployment differs in more than authorization");
  }

  @Test
  void letsNobodyCallWhatCannotBePutRight() {
    account.patchesTheMethod();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .otherwise()
        .would("let nobody call GET /orders on prod, by a limit of 0 calls a second", CONTAINS)
        .wouldRun(
            "aws apigateway update-stage --rest-api-id "
                + account.api
                + " --stage-name prod --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/~1orders/GET/throttling/rateLimit\",\"value\":\"0\"},"
                + "{\"op\":\"replace\",\"path\":\"/~1orders/GET/throttling/burstLimit\",\"value\":\"0\"}]'")
        .isFixed();
  }

  @Test
  void leavesTheStageToAPersonIfTheGoodDeploymentIsDeleted() {
    account.patchesTheMethod();
    account.deploys();
    account.maria.deleteDeployment(
        delete -> delete.restApiId(account.api).deploymentId(account.goodDeployment));
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isLeftToAPerson("the last good deployment is deleted");
  }

  @Test
  void neverPublishesUnfinishedWork() {
    account.patchesTheMethod();
    account.deploys();
    account.integrates("https://unfinished.example");
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isFixed(auditor -> assertThat(account.served(auditor)).isEqualTo(account.goodDeployment));
  }

  @Test
  void goesBackFromAnOldDeploymentThatWasOpen() {
    account.patchesTheMethod();
    var open = account.maria.createDeployment(create -> create.restApiId(account.api)).id();
    account.rampart.looksAt(account.id, DRAFT).isFixed();
    account.serves(open);
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isFixed(auditor -> assertThat(account.served(auditor)).isEqualTo(account.goodDeployment));
  }

  @Test
  void readsTheSameNumberOfCallsWhateverTheNumberOfMethods() {
    var few = readsOf();
    for (int i = 0; i < 30; i++) {
      var part = "part" + i;
      var root = account.maria.getRestApi(get -> get.restApiId(account.api)).rootResourceId();
      var resource =
          account
              .maria
              .createResource(create -> create.restApiId(account.api).parentId(root).pathPart(part))
              .id();
      account.maria.putMethod(
          put ->
              put.restApiId(account.api)
                  .resourceId(resource)
                  .httpMethod("GET")
                  .authorizationType("AWS_IAM"));
    }
    assertThat(readsOf()).isEqualTo(few).isLessThanOrEqualTo(7);
  }

  private long readsOf() {
    var before = account.calls();
    account.rampart.load(account.id);
    return account.calls() - before;
  }
}
