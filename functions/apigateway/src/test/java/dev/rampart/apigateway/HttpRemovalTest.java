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

/// Every way to take the authorizer from a route of an HTTP or WebSocket API, in the emulated
/// account.
final class HttpRemovalTest {
  private static final String DRAFT = "GET /orders";
  private static final String LIVE = "GET /orders on prod";

  private final HttpAccount account = new HttpAccount();

  static Stream<Named<Consumer<HttpAccount>>> ways() {
    return Stream.of(
        Named.of("UpdateRoute", HttpAccount::updatesTheRoute),
        Named.of("ReimportApi", HttpAccount::importsWithoutSecurity),
        Named.of("ReimportApi, authorizer kept", HttpAccount::importsWithAnIdleAuthorizer),
        Named.of("UpdateRoute, DeleteAuthorizer", HttpAccount::deletesTheAuthorizer));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsARouteRight(Consumer<HttpAccount> way) {
    way.accept(account);
    account.rampart.looksAt(account.id, LIVE).isLeftAlone();
    account
        .rampart
        .looksAt(account.id, DRAFT)
        .isFlagged("anyone may call GET /orders")
        .isFixed(auditor -> assertThat(account.draftAsksWhatItAsked(auditor)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsAStageRightThatWasDeployedByHand(Consumer<HttpAccount> way) {
    way.accept(account);
    account.deploys();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isFlagged("anyone may call GET /orders on prod")
        .isFixed(auditor -> assertThat(account.served(auditor)).isEqualTo(account.goodDeployment));
  }

  @Test
  void deploysTheDraftThatDiffersFromTheStageInWhatIsBackOnly() {
    account.updatesTheRoute();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account.restoresTheRoute();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .would("deploy the draft to stage prod", DEPLOYS, DEPLOYS)
        .isFixed();
  }

  @Test
  void neverDeploysADraftSomebodyIsWorkingOn() {
    account.updatesTheRoute();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account.restoresTheRoute();
    account.integrates("https://unfinished.example");
    account
        .rampart
        .looksAt(account.id, LIVE)
        .isLeftToAPerson("the draft has changes that nobody deployed yet");
  }

  @Test
  void letsNobodyCallWhatCannotBePutRight() {
    account.updatesTheRoute();
    account.integrates("https://backend.example/v2");
    account.deploys();
    account
        .rampart
        .looksAt(account.id, LIVE)
        .otherwise()
        .would("let nobody call GET /orders on prod", CONTAINS)
        .isFixed();
  }

  @Test
  void putsTheConnectionOfAWebSocketRight() {
    var socket = account.opensAWebSocket();
    account.rampart.looksAt(socket, "send").isLeftAlone();
    account.rampart.looksAt(socket, "$connect").isFlagged("anyone may call $connect").isFixed();
  }
}
