package dev.rampart.lambda;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.Map;
import java.util.Optional;

/// The URL of a function or of an alias.
///
/// @param tags those of the function
/// @param access who may call it
/// @param cors which websites may
public record FunctionUrl(ResourceId id, Map<String, String> tags, UrlAccess access, UrlCors cors)
    implements Resource {
  static final String TYPE = "AWS::Lambda::Url";

  public FunctionUrl {
    tags = Map.copyOf(tags);
  }

  FunctionArn arn() {
    return FunctionArn.of(id);
  }

  /// What its parts are called in alerts and in the ledger: the alias, or `$LATEST`.
  String key() {
    return arn().qualifier().isEmpty() ? "$LATEST" : arn().qualifier();
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return arn().isOwn() ? Optional.of("Rampart's own") : Optional.empty();
  }
}
