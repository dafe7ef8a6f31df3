package dev.rampart.apigateway;

import dev.rampart.guardrail.Resource;
import java.util.List;

/// An API of either kind, for guardrails that watch a bad state which both can be in.
sealed interface Api extends Resource permits RestApi, HttpApi {
  /// The methods or routes as the draft has them.
  List<Access.Draft> drafts();

  /// The methods or routes as stages serve them that do not deploy by themselves.
  List<Access.Live> live();

  /// What was read because a guardrail asked for it.
  Learned learned();

  /// The authorizers.
  List<Authorizer> authorizers();

  /// Whether it can be called under its own name, past all custom domains.
  boolean hasDefaultEndpoint();

  /// Which websites may call it.
  Cors cors();

  /// The calls that put the API right.
  Calls calls();

  /// The stages with their settings.
  List<Stage> stages();

  /// The calls that change settings of its stages.
  StageCalls stageCalls();

  /// The stage of that name, which [#stages] has.
  default Stage stage(String name) {
    return stages().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
