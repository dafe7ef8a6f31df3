package dev.rampart.local.function;

import dev.rampart.local.template.FunctionSpec;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Hosts for the function of the tests.
public final class Functions {
  private Functions() {}

  /// An [EchoFunction], fed by these queues.
  public static FunctionHost echo(
      Path folder, Duration timeout, FunctionSpec.EventSource... sources) {
    var spec =
        new FunctionSpec(
            "Echo",
            "echo",
            "arn:aws:lambda:us-east-1:123456789012:function:echo",
            "live",
            EchoFunction.class.getName() + "::handleRequest",
            Path.of("."),
            128,
            timeout,
            Map.of("OWN", "from the template"),
            "echo",
            List.of(sources));
    return new FunctionHost(
        spec, List.of(classes()), Map.of("AWS_REGION", "us-east-1"), folder, _ -> {});
  }

  /// Where the function of the tests was compiled to.
  public static Path classes() {
    try {
      return Path.of(
          EchoFunction.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
