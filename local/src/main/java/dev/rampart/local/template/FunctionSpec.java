package dev.rampart.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A function as deployed.
///
/// @param code folder of its module, relative to the template
/// @param alias the published alias, empty if none
public record FunctionSpec(
    String logicalId,
    String name,
    String arn,
    String alias,
    String handler,
    Path code,
    int memory,
    Duration timeout,
    Map<String, String> environment,
    String roleName,
    List<EventSource> sources) {
  public FunctionSpec {
    environment = Map.copyOf(environment);
    sources = List.copyOf(sources);
  }

  /// The jar that `sam build` would unpack.
  public Path jar() {
    return code.resolve("target").resolve("lambda.jar");
  }

  /// The same function under another ARN.
  public FunctionSpec as(String otherArn) {
    return new FunctionSpec(
        logicalId,
        name,
        otherArn,
        alias,
        handler,
        code,
        memory,
        timeout,
        environment,
        roleName,
        sources);
  }

  /// The queue that feeds a function.
  ///
  /// @param reportsFailures whether the function names the messages it could not handle
  public record EventSource(String queueArn, int batchSize, boolean reportsFailures) {}
}
