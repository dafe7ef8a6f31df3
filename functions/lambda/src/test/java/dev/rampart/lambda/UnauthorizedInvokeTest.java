package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.guardrail.Sighting.Seen;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnauthorizedInvokeTest {
  private static final Watched WATCHED = new Watched(new UnauthorizedInvoke());
  private static final String REFUSED = "Invoke.refused.json";
  private static final String FOREIGN = "Invoke.from-another-account.json";

  @Test
  void tellsOfARefusedInvocation() {
    var seen = saw(Watched.event(REFUSED)).orElseThrow();
    assertThat(seen.resource()).isEqualTo(Orders.ID);
    assertThat(seen.part()).isEqualTo("refused");
    assertThat(seen.detail()).isEqualTo("an invocation was refused");
  }

  @Test
  void tellsOfAnInvocationByAnotherAccount() {
    var seen = saw(Watched.event(FOREIGN)).orElseThrow();
    assertThat(seen.resource()).isEqualTo(Orders.ID);
    assertThat(seen.part()).isEqualTo("from account 999999999999");
    assertThat(seen.detail()).isEqualTo("account 999999999999 invoked it, which is not trusted");
    assertThat(seen.advice()).contains("/rampart/trusted-accounts");
  }

  @Test
  void tellsWhoseTheRefusedCallerIs() {
    var event = Watched.event(FOREIGN);
    detail(event).put("errorCode", "AccessDeniedException");
    assertThat(saw(event).map(Seen::detail))
        .contains("an invocation from account 999999999999 was refused");
    assertThat(saw(event).map(Seen::part)).contains("refused");
  }

  @Test
  void tellsWhoTriesRampartsOwnFunctions() {
    var event = Watched.event(REFUSED);
    var undo = "arn:aws:lambda:us-east-1:123456789012:function:rampart-lambda-undo:live";
    ((ObjectNode) detail(event).path("resources").path(0)).put("ARN", undo);
    assertThat(saw(event).map(seen -> seen.resource().name())).contains("rampart-lambda-undo");
  }

  /// A refused call has no parameters; if it has no resources either, its message names the
  /// function.
  @Test
  void findsTheFunctionWhereverTheEventNamesIt() {
    var event = Watched.event(REFUSED);
    detail(event).remove("resources");
    assertThat(saw(event).map(Seen::resource)).contains(Orders.ID);
    detail(event).put("errorMessage", "You shall not");
    assertThat(saw(event)).isEmpty();
    detail(event).putObject("requestParameters").put("functionName", "orders:live");
    assertThat(saw(event).map(Seen::resource)).contains(Orders.ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Invoke.routine.json", "Invoke.by-service.json", "AddPermission.anyone.json"})
  void leavesWhatIsInOrder(String file) {
    assertThat(saw(Watched.event(file))).isEmpty();
  }

  @Test
  void leavesTrustedAccounts() {
    var event = Watched.event(FOREIGN);
    detail(event).withObject("/userIdentity").put("accountId", "111122223333");
    assertThat(saw(event)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TooManyRequestsException", "ResourceNotFoundException", "EC2ThrottledException"})
  void leavesWhatFailedForOtherReasons(String error) {
    for (var file : new String[] {"Invoke.routine.json", FOREIGN}) {
      var event = Watched.event(file);
      detail(event).put("errorCode", error);
      assertThat(saw(event)).as(file).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ANONYMOUS_PRINCIPAL", "lambda.amazonaws.com"})
  void leavesCallersWhoseAccountIsNotSaid(String account) {
    var event = Watched.event(FOREIGN);
    detail(event).withObject("/userIdentity").put("accountId", account);
    assertThat(saw(event)).isEmpty();
  }

  @Test
  void leavesFunctionsOfOtherAccounts() {
    var event = Watched.event(REFUSED);
    ((ObjectNode) detail(event).path("resources").path(0))
        .put("ARN", "arn:aws:lambda:us-east-1:999999999999:function:orders");
    assertThat(saw(event)).isEmpty();
    detail(event).put("recipientAccountId", "999999999999");
    assertThat(new Changes(Watched.ACCOUNT).parse(event.toString()))
        .isInstanceOf(Parsed.Ignored.class);
  }

  /// A refused change of a function is no invocation.
  @Test
  void leavesManagementEvents() {
    assertThat(new Changes(Watched.ACCOUNT).parse(Watched.event("AddPermission.denied.json") + ""))
        .isInstanceOf(Parsed.Ignored.class);
  }

  private static Optional<Seen> saw(ObjectNode event) {
    return WATCHED.saw(event, Watched.trust());
  }

  private static ObjectNode detail(ObjectNode event) {
    return event.withObject("/detail");
  }
}
