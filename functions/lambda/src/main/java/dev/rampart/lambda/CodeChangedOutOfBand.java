package dev.rampart.lambda;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Severity;
import dev.rampart.guardrail.Sighting;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells of code that somebody puts in place who is not one of those who deploy. Idle until the
/// owner says who deploys, in `/rampart/deploy-roles`.
@Rule(
    summary = "Code changed outside of deployments",
    risk = "Whoever replaces the code of a function acts with all rights of its role.",
    severity = Severity.HIGH,
    triggers = {"lambda:PublishLayerVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"},
    standards = {"Stratus aws.persistence.lambda-overwrite-code"},
    byDefault = "alert")
public final class CodeChangedOutOfBand implements Watch {
  private static final String LAYER = "AWS::Lambda::LayerVersion";
  private static final Pattern LAYER_ARN =
      Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:layer:[A-Za-z0-9_-]+");

  @Override
  public Set<String> types() {
    return Set.of(FunctionArn.CONFIG_TYPE, LAYER);
  }

  @Override
  public Sighting look(Change change, Trust trust) {
    if (!trust.knowsDeployers()
        || trust.isDeployer(change.actor())
        || change.actor().isCloudFormation()
        || !(change.cause() instanceof ApiCall call)) {
      return Sighting.idle();
    }
    return switch (call.operation()) {
      case "UpdateFunctionCode" -> code(call, change);
      case "UpdateAlias" -> alias(call, change);
      case "PublishLayerVersion" -> layer(call);
      default -> Sighting.idle();
    };
  }

  private static Sighting code(ApiCall call, Change change) {
    if (call.request().path("dryRun").asBoolean(false)) {
      return Sighting.idle();
    }
    // The event does not say which code was there before.
    var hash = known(call.response().path("codeSha256").asText(""));
    return function(call, change)
        .<Sighting>map(
            id -> seen(id, "code " + hash, "its code is now the one with SHA-256 " + hash))
        .orElseGet(Sighting::idle);
  }

  private static Sighting alias(ApiCall call, Change change) {
    var version = call.requested("functionVersion");
    var weights = call.request().path("routingConfig").path("additionalVersionWeights");
    if (version.isEmpty() && weights.isMissingNode()) {
      return Sighting.idle(); // another description serves the same code
    }
    var now = known(call.response().path("functionVersion").asText(version));
    var others = weights.properties().stream().map(Map.Entry::getKey).toList();
    var also = others.isEmpty() ? "" : ", and partly " + String.join(", ", others);
    return function(call, change)
        .<Sighting>map(
            id ->
                seen(
                    id,
                    "alias " + known(call.requested("name")) + " to version " + now,
                    "its alias now serves version " + now + also))
        .orElseGet(Sighting::idle);
  }

  private static Sighting layer(ApiCall call) {
    var matcher = LAYER_ARN.matcher(call.response().path("layerArn").asText(""));
    if (!matcher.matches()) {
      return Sighting.idle();
    }
    var hash = known(call.response().path("content").path("codeSha256").asText(""));
    return seen(
        new ResourceId(LAYER, matcher.group()),
        "version " + known(call.response().path("version").asText("")),
        "a version with SHA-256 " + hash + " is published; functions that take it run its code");
  }

  private static Optional<ResourceId> function(ApiCall call, Change change) {
    var requested = call.requested("functionName");
    return FunctionNames.meant(
        requested.isEmpty() ? call.response().path("functionArn").asText("") : requested, change);
  }

  private static Sighting seen(ResourceId id, String part, String detail) {
    return new Sighting.Seen(
        id, part, detail, "if whoever did it deploys, add their role to /rampart/deploy-roles");
  }

  private static String known(String text) {
    return text.isEmpty() ? "unknown" : text;
  }
}
