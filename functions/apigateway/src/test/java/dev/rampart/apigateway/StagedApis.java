package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// APIs with stages, as the loaders would read them.
final class StagedApis {
  private StagedApis() {}

  /// A REST API.
  static RestApi rest(Stage... stages) {
    var bare = Samples.restApi(false, true, "", List.of(), List.of(), List.of(), null);
    return new RestApi(
        bare.id(),
        bare.name(),
        bare.tags(),
        false,
        true,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(stages),
        List.of(),
        bare.cors(),
        Learned.nothing());
  }

  /// An HTTP API.
  static HttpApi http(Stage stage) {
    var bare = Samples.httpApi();
    return new HttpApi(
        bare.id(),
        bare.name(),
        bare.tags(),
        false,
        true,
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(stage),
        bare.cors(),
        Learned.nothing());
  }

  static Stage stage(@Nullable Double rate, @Nullable Integer burst) {
    return stage(false, rate, burst);
  }

  static Stage stage(boolean isYoung, @Nullable Double rate, @Nullable Integer burst) {
    return stage(isYoung, throttling(rate, burst), List.of(), silent(), Map.of());
  }

  static Stage stage(
      boolean isYoung,
      Stage.Throttling throttling,
      List<String> traced,
      Stage.Logging logging,
      Map<String, JsonNode> settings) {
    return stage(isYoung, throttling, traced, logging, "", settings);
  }

  /// A stage of which only its web ACL matters.
  static Stage stage(boolean isYoung, String webAcl) {
    return stage(isYoung, throttling(null, null), List.of(), silent(), webAcl, Map.of());
  }

  private static Stage stage(
      boolean isYoung,
      Stage.Throttling throttling,
      List<String> traced,
      Stage.Logging logging,
      String webAcl,
      Map<String, JsonNode> settings) {
    return new Stage(
        "prod",
        isYoung,
        throttling,
        new Stage.Tracing("prod", traced),
        logging,
        new Stage.Shield("prod", webAcl),
        settings);
  }

  static Stage.Throttling throttling(@Nullable Double rate, @Nullable Integer burst) {
    return new Stage.Throttling("prod", rate, burst);
  }

  static Stage.Logging silent() {
    return new Stage.Logging("prod", "", "", "OFF", false);
  }

  /// Settings as the API of REST APIs lists them.
  static JsonNode settings(double rate, int burst) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("throttlingRateLimit", rate)
        .put("throttlingBurstLimit", burst);
  }
}
