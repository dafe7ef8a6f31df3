package dev.rampart.apigateway;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// A deployment as a stage serves it.
///
/// @param canary whether only the canary share of its traffic sees it
/// @param content a digest of all that is served but authorization, empty if it cannot be told
record Deployed(String stage, boolean canary, String deployment, String content) {
  private static final String KEY = " (API key)";

  /// What an operation asks of callers.
  ///
  /// @param type AWS's word
  record Asked(String type, boolean apiKey) {
    static Asked by(Access operation) {
      return new Asked(operation.type(), operation.asksKey());
    }
  }

  /// Its operations.
  ///
  /// @param asked what each asks
  List<Access.Live> live(SortedMap<String, Asked> asked) {
    var open =
        asked.entrySet().stream()
            .filter(each -> each.getValue().type().equals("NONE"))
            // A key less is a change for the worse as well.
            .map(each -> each.getKey() + (each.getValue().apiKey() ? KEY : ""))
            .collect(Collectors.joining("\n"));
    var demands = demands(asked);
    return asked.entrySet().stream()
        .map(
            each ->
                new Access.Live(
                    each.getKey(),
                    each.getValue().type(),
                    each.getValue().apiKey(),
                    stage,
                    canary,
                    deployment,
                    content,
                    open,
                    demands))
        .toList();
  }

  /// A digest of what operations ask: two of the same ask the same, by kind of authorization and
  /// API key.
  static String demands(SortedMap<String, Asked> asked) {
    return Digests.of(
        asked.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + " "
                        + each.getValue().type()
                        + (each.getValue().apiKey() ? KEY : ""))
            .collect(Collectors.joining("\n")));
  }
}
