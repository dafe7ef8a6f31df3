package dev.rampart.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/// Which published versions hold a value that a variable has now. They keep it whatever becomes of
/// the function.
final class PublishedValues {
  private static final String LATEST = "$LATEST";

  private final LambdaClient client;

  PublishedValues(LambdaClient client) {
    this.client = client;
  }

  /// The versions by the names of the variables that they share with the function.
  Map<String, List<String>> of(FunctionSetup setup) {
    var holding = new TreeMap<String, List<String>>();
    if (!(setup.variables() instanceof Variables.Legible now)) {
      return holding;
    }
    for (var version :
        client
            .listVersionsByFunctionPaginator(list -> list.functionName(setup.name()))
            .versions()) {
      if (!version.version().equals(LATEST)) {
        shared(now, version)
            .forEach(
                name ->
                    holding.computeIfAbsent(name, _ -> new ArrayList<>()).add(version.version()));
      }
    }
    return holding;
  }

  private static List<String> shared(Variables.Legible now, FunctionConfiguration version) {
    return Variables.of(version.environment()) instanceof Variables.Legible then
        ? now.names().stream().filter(name -> now.find(name).equals(then.find(name))).toList()
        : List.of();
  }
}
