package dev.rampart.apigateway;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An HTTP or WebSocket API: its routes, authorizers, and what stages serve that are deployed by
/// hand.
///
/// @param isWebSocket whether callers connect once and then send messages
/// @param hasDefaultEndpoint whether it can be called under its own name, past all custom domains
/// @param deploysItself whether a stage serves every change of a route at once
/// @param served what the stages serve that do not deploy by themselves
/// @param stages all stages with their settings
/// @param cors which websites may call it
/// @param learned what was read because a guardrail asked for it
public record HttpApi(
    ResourceId id,
    String name,
    Map<String, String> tags,
    boolean isWebSocket,
    boolean hasDefaultEndpoint,
    boolean deploysItself,
    List<Access.Draft> routes,
    List<Authorizer> authorizers,
    List<Access.Live> served,
    List<Stage> stages,
    Cors.Configuration cors,
    Learned learned)
    implements Api {
  public HttpApi {
    tags = Map.copyOf(tags);
    routes = List.copyOf(routes);
    authorizers = List.copyOf(authorizers);
    served = List.copyOf(served);
    stages = List.copyOf(stages);
  }

  @Override
  public List<Access.Draft> drafts() {
    return routes;
  }

  @Override
  public List<Access.Live> live() {
    return served;
  }

  @Override
  public HttpCalls calls() {
    return new HttpCalls(id.name());
  }

  @Override
  public StageCalls stageCalls() {
    return new HttpStageCalls(id.name());
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return name.startsWith("rampart-") ? Optional.of("Rampart's own") : Optional.empty();
  }

  HttpApi with(Learned more) {
    return new HttpApi(
        id,
        name,
        tags,
        isWebSocket,
        hasDefaultEndpoint,
        deploysItself,
        routes,
        authorizers,
        served,
        stages,
        cors,
        more);
  }
}
