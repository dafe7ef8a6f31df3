package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Step;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;

/// The steps that change settings of a REST API's stage, each a patch of nothing else.
///
/// @param api the API's id
record RestStageCalls(String api) implements StageCalls {
  private static final String RATE = "throttling/rateLimit";
  private static final String BURST = "throttling/burstLimit";
  private static final String LEVEL = "logging/loglevel";
  private static final String TRACE = "logging/dataTrace";

  @Override
  public Step throttle(Stage stage, Stage.Throttling to) {
    var apply = new ArrayList<PatchOperation>();
    if (to.rate() != null) {
      apply.add(set(Stage.ALL, RATE, Numbers.text(to.rate())));
    }
    if (to.burst() != null) {
      apply.add(set(Stage.ALL, BURST, to.burst().toString()));
    }
    return new Step(
        Effect.RESTORES,
        update(stage, apply),
        update(
            stage,
            back(
                stage,
                set(Stage.ALL, RATE, now(stage, "throttlingRateLimit")),
                set(Stage.ALL, BURST, now(stage, "throttlingBurstLimit")))));
  }

  /// A method that is limited to no call at all answers everybody with 429, without a deployment.
  @Override
  public Step shut(Stage stage, String operation) {
    var key = key(operation);
    var now = stage.settings(key);
    var undo =
        now.isMissingNode()
            ? List.of(remove("/" + key))
            : List.of(
                set(key, RATE, number(now, "throttlingRateLimit")),
                set(key, BURST, number(now, "throttlingBurstLimit")));
    return new Step(
        Effect.CONTAINS,
        update(stage, List.of(set(key, RATE, "0"), set(key, BURST, "0"))),
        update(stage, undo));
  }

  @Override
  public boolean isShut(Stage stage, String operation) {
    var settings = stage.settings(key(operation));
    return Stage.isShut(settings, "throttlingRateLimit", "throttlingBurstLimit");
  }

  /// Where the settings of a method are: `~1orders~1{id}/GET`.
  private static String key(String operation) {
    int space = operation.indexOf(' ');
    return operation.substring(space + 1).replace("/", "~1") + "/" + operation.substring(0, space);
  }

  @Override
  public Step untrace(Stage stage) {
    var methods = stage.tracing().methods();
    return new Step(
        Effect.RESTRICTS,
        update(stage, methods.stream().map(each -> set(each, TRACE, "false")).toList()),
        update(stage, methods.stream().map(each -> set(each, TRACE, "true")).toList()));
  }

  @Override
  public List<Step> log(Stage stage, Stage.Logging to) {
    var steps = new ArrayList<Step>();
    if (!to.destination().isEmpty()) {
      steps.add(
          new Step(
              Effect.RESTORES,
              update(
                  stage,
                  List.of(
                      patch(Op.REPLACE, "/accessLogSettings/destinationArn", to.destination()),
                      patch(Op.REPLACE, "/accessLogSettings/format", to.format()))),
              update(stage, List.of(remove("/accessLogSettings")))));
    }
    if (Stage.Logging.isOn(to.level())) {
      steps.add(
          new Step(
              Effect.RESTORES,
              update(stage, List.of(set(Stage.ALL, LEVEL, to.level()))),
              update(stage, back(stage, set(Stage.ALL, LEVEL, "OFF")))));
    }
    return steps;
  }

  /// Where nothing was set for all methods, nothing is set again.
  private static List<PatchOperation> back(Stage stage, PatchOperation... patches) {
    return stage.settings().containsKey(Stage.ALL)
        ? List.of(patches)
        : List.of(remove("/" + Stage.ALL));
  }

  private static String now(Stage stage, String member) {
    return number(stage.settings(Stage.ALL), member);
  }

  // A negative number: no limit.
  private static String number(JsonNode settings, String member) {
    var value = settings.path(member);
    return value.isNumber() ? Numbers.text(value.doubleValue()) : "-1";
  }

  private Call update(Stage stage, List<PatchOperation> patches) {
    return Call.of(
        UpdateStageRequest.builder()
            .restApiId(api)
            .stageName(stage.name())
            .patchOperations(patches)
            .build());
  }

  // Keys are listed as patches take them: `*/*`, `~1orders/GET`.
  private static PatchOperation set(String key, String setting, String value) {
    return patch(Op.REPLACE, "/" + key + "/" + setting, value);
  }

  private static PatchOperation remove(String path) {
    return PatchOperation.builder().op(Op.REMOVE).path(path).build();
  }

  private static PatchOperation patch(Op op, String path, String value) {
    return PatchOperation.builder().op(op).path(path).value(value).build();
  }
}
