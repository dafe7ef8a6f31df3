package dev.rampart.apigateway;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A deployment as a stage serves it.
///
/// @param canary whether only the canary share of its traffic sees it
/// @param content a digest of all that is served but authorization, empty if it cannot be told
/// @param demands a digest of what is asked of callers, empty if it cannot be told
record Deployed(String stage, boolean canary, String deployment, String content, String demands) {
  /// What an operation asks of callers.
  ///
  /// @param type AWS's word
  record Asked(String type, boolean apiKey) {}

  /// Its operations.
  ///
  /// @param asked what each asks
  /// @param isShut whether the stage lets nobody through to an operation
  List<Access.Live> live(SortedMap<String, Asked> asked, Predicate<String> isShut) {
    var open =
        asked.entrySet().stream()
            .filter(each -> each.getValue().type().equals("NONE"))
            // A key less is a change for the worse as well.
            .map(each -> each.getKey() + (each.getValue().apiKey() ? " (API key)" : ""))
            .collect(Collectors.joining("\n"));
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
                    isShut.test(each.getKey()),
                    open,
                    demands))
        .toList();
  }
}
