package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Requests;
import dev.rampart.guardrail.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAccessLogSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest;

/// The steps that change settings of an HTTP or WebSocket API's stage. Settings of routes are sent
/// as a whole, with what they have now, because what is left out of them is lost.
///
/// @param api the API's id
record HttpStageCalls(String api) implements StageCalls {
  @Override
  public Step throttle(Stage stage, Stage.Throttling to) {
    var limited = copy(stage.settings(Stage.ALL));
    limited.put("ThrottlingRateLimit", to.rate()).put("ThrottlingBurstLimit", to.burst());
    return new Step(
        Effect.RESTORES,
        defaults(stage, limited),
        defaults(stage, copy(stage.settings(Stage.ALL))));
  }

  /// A route that is limited to no call at all answers everybody with 429.
  @Override
  public Step shut(Stage stage, String operation) {
    var now = stage.settings(operation);
    var shut = copy(now).put("ThrottlingRateLimit", 0.0).put("ThrottlingBurstLimit", 0);
    var undo =
        now.isMissingNode()
            ? Call.of(
                DeleteRouteSettingsRequest.builder()
                    .apiId(api)
                    .stageName(stage.name())
                    .routeKey(operation)
                    .build())
            : route(stage, operation, copy(now));
    return new Step(Effect.CONTAINS, route(stage, operation, shut), undo);
  }

  @Override
  public boolean isShut(Stage stage, String operation) {
    var settings = stage.settings(operation);
    return Stage.isShut(settings, "ThrottlingRateLimit", "ThrottlingBurstLimit");
  }

  /// Settings of routes that are not named stay as they are.
  private Call route(Stage stage, String route, ObjectNode settings) {
    var routes = JsonNodeFactory.instance.objectNode();
    routes.set(route, settings);
    return update(stage, JsonNodeFactory.instance.objectNode().set("RouteSettings", routes));
  }

  @Override
  public Step untrace(Stage stage) {
    return new Step(
        Effect.RESTRICTS,
        traced(stage, each -> each.put("DataTraceEnabled", false)),
        traced(stage, each -> each));
  }

  @Override
  public List<Step> log(Stage stage, Stage.Logging to) {
    var steps = new ArrayList<Step>();
    if (!to.destination().isEmpty()) {
      steps.add(
          new Step(
              Effect.RESTORES,
              Call.of(
                  UpdateStageRequest.builder()
                      .apiId(api)
                      .stageName(stage.name())
                      .accessLogSettings(
                          settings -> settings.destinationArn(to.destination()).format(to.format()))
                      .build()),
              Call.of(
                  DeleteAccessLogSettingsRequest.builder()
                      .apiId(api)
                      .stageName(stage.name())
                      .build())));
    }
    if (Stage.Logging.isOn(to.level())) {
      steps.add(
          new Step(
              Effect.RESTORES,
              defaults(stage, copy(stage.settings(Stage.ALL)).put("LoggingLevel", to.level())),
              defaults(stage, copy(stage.settings(Stage.ALL)))));
    }
    return steps;
  }

  private Call defaults(Stage stage, ObjectNode settings) {
    return update(
        stage, JsonNodeFactory.instance.objectNode().set("DefaultRouteSettings", settings));
  }

  private Call traced(Stage stage, UnaryOperator<ObjectNode> change) {
    var request = JsonNodeFactory.instance.objectNode();
    var routes = JsonNodeFactory.instance.objectNode();
    for (var key : stage.tracing().methods()) {
      var settings = change.apply(copy(stage.settings(key)));
      if (key.equals(Stage.ALL)) {
        request.set("DefaultRouteSettings", settings);
      } else {
        routes.set(key, settings);
      }
    }
    if (!routes.isEmpty()) {
      request.set("RouteSettings", routes);
    }
    return update(stage, request);
  }

  private Call update(Stage stage, ObjectNode request) {
    request.put("ApiId", api).put("StageName", stage.name());
    return Call.of(Requests.fromJson(UpdateStageRequest.builder().build(), request));
  }

  private static ObjectNode copy(JsonNode settings) {
    return settings instanceof ObjectNode object
        ? object.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }
}
