package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Requests;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Reads the settings out of stages as the APIs list them.
final class Stages {
  private Stages() {}

  /// A stage of a REST API.
  static Stage of(software.amazon.awssdk.services.apigateway.model.Stage listed) {
    var settings = json(listed.methodSettings());
    var log = listed.accessLogSettings();
    return new Stage(
        listed.stageName(),
        Stage.isYoung(listed.createdDate()),
        throttling(listed.stageName(), settings, "throttlingRateLimit", "throttlingBurstLimit"),
        tracing(listed.stageName(), settings, "dataTraceEnabled"),
        logging(
            listed.stageName(),
            log == null ? null : log.destinationArn(),
            log == null ? null : log.format(),
            settings,
            "loggingLevel"),
        new Stage.Shield(listed.stageName(), listed.webAclArn() == null ? "" : listed.webAclArn()),
        settings);
  }

  /// A stage of an HTTP or WebSocket API.
  static Stage of(
      software.amazon.awssdk.services.apigatewayv2.model.Stage listed, boolean isWebSocket) {
    var settings = json(listed.routeSettings());
    if (listed.defaultRouteSettings() != null) {
      settings.put(Stage.ALL, Requests.toJson(listed.defaultRouteSettings()));
    }
    // HTTP APIs have no execution log.
    var executions = isWebSocket ? settings : Map.<String, JsonNode>of();
    var log = listed.accessLogSettings();
    return new Stage(
        listed.stageName(),
        Stage.isYoung(listed.createdDate()),
        throttling(listed.stageName(), settings, "ThrottlingRateLimit", "ThrottlingBurstLimit"),
        tracing(listed.stageName(), executions, "DataTraceEnabled"),
        logging(
            listed.stageName(),
            log == null ? null : log.destinationArn(),
            log == null ? null : log.format(),
            executions,
            "LoggingLevel"),
        new Stage.Shield(listed.stageName(), ""),
        settings);
  }

  private static Map<String, JsonNode> json(Map<String, ? extends SdkPojo> settings) {
    var json = new TreeMap<String, JsonNode>();
    settings.forEach((key, each) -> json.put(key, Requests.toJson(each)));
    return json;
  }

  private static Stage.Throttling throttling(
      String stage, Map<String, JsonNode> settings, String rateName, String burstName) {
    var all = settings.get(Stage.ALL);
    var rate = all == null ? null : all.get(rateName);
    var burst = all == null ? null : all.get(burstName);
    return new Stage.Throttling(
        stage,
        rate == null ? null : Double.valueOf(rate.doubleValue()),
        burst == null ? null : Integer.valueOf(burst.intValue()));
  }

  private static Stage.Tracing tracing(
      String stage, Map<String, JsonNode> settings, String member) {
    return new Stage.Tracing(
        stage,
        settings.entrySet().stream()
            .filter(each -> each.getValue().path(member).asBoolean())
            .map(Entry::getKey)
            .sorted()
            .toList());
  }

  private static Stage.Logging logging(
      String stage,
      @Nullable String destination,
      @Nullable String format,
      Map<String, JsonNode> settings,
      String member) {
    var all = settings.get(Stage.ALL);
    return new Stage.Logging(
        stage,
        destination == null ? "" : destination,
        format == null ? "" : format,
        all == null ? "" : all.path(member).asText(""),
        settings.entrySet().stream()
            .filter(each -> !each.getKey().equals(Stage.ALL))
            .anyMatch(each -> Stage.Logging.isOn(each.getValue().path(member).asText(""))));
  }
}
