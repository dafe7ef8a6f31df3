package dev.rampart.apigateway;

import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// Operations that do not authenticate their callers: where they are, and what can be done.
final class Exposure {
  private Exposure() {}

  /// All operations of an API by key.
  static Map<String, Access> operations(Api api) {
    var operations = new LinkedHashMap<String, Access>();
    // What is live comes first: one roll-back closes every operation of a stage at once.
    api.live().forEach(each -> operations.put(each.key(), each));
    api.drafts().forEach(each -> operations.put(each.key(), each));
    return operations;
  }

  /// Whether an operation is a message of a WebSocket: only the connection is authorized, messages
  /// come after it.
  static boolean isMessage(Access operation, Api api) {
    return api instanceof HttpApi http
        && http.isWebSocket()
        && !operation.operation().equals("$connect");
  }

  /// The verdict on one that does not ask who calls.
  static Verdict of(Access operation, Api api, Past<Access> past) {
    if (operation instanceof Access.Live live && live.shut()) {
      return compliant();
    }
    return switch (api) {
      case RestApi rest ->
          Perimeter.around(operation, rest).orElseGet(() -> open(operation, rest, past));
      case HttpApi http ->
          Perimeter.certificates(http.hasDefaultEndpoint(), http.learned().asksCertificates())
              .orElseGet(() -> open(operation, http, past));
    };
  }

  private static Verdict open(Access operation, RestApi api, Past<Access> past) {
    var calls = api.calls();
    return switch (operation) {
      case Access.Draft draft -> {
        var detail = draft.exposure() + " as soon as the draft is deployed";
        yield OpenDraft.verdict(draft, detail, api.authorizers(), calls, past);
      }
      case Access.Live live when live.canary() ->
          violation(live.exposure())
              .leftToAPerson(
                  "ending a canary is a decision about its release", calls.endCanary(live.stage()))
              .verdict();
      case Access.Live live -> OpenStage.verdict(live, api, past);
    };
  }

  private static Verdict open(Access operation, HttpApi api, Past<Access> past) {
    return switch (operation) {
      case Access.Draft draft -> {
        var when = api.deploysItself() ? "" : " as soon as it is deployed";
        yield OpenDraft.verdict(
            draft, draft.exposure() + when, api.authorizers(), api.calls(), past);
      }
      case Access.Live live -> OpenStage.verdict(live, api, past);
    };
  }
}
