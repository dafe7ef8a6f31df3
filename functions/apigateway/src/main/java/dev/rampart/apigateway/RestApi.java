package dev.rampart.apigateway;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A REST API: the draft, its authorizers, and what each stage serves.
///
/// @param isPrivate whether it can only be reached through VPC endpoints
/// @param hasDefaultEndpoint whether it can be called under its own name, past all custom domains
/// @param policy the draft's resource policy, empty if there is none
/// @param stages all stages with their settings
/// @param validations what checks the requests of the draft's methods that take a body
/// @param cors which paths of the draft any website may call
/// @param learned what was read because a guardrail asked for it
public record RestApi(
    ResourceId id,
    String name,
    Map<String, String> tags,
    boolean isPrivate,
    boolean hasDefaultEndpoint,
    String policy,
    List<Access.Draft> methods,
    List<Authorizer> authorizers,
    List<Served> served,
    List<Stage> stages,
    List<Validation> validations,
    Cors.Preflights cors,
    Learned learned)
    implements Api {
  public RestApi {
    tags = Map.copyOf(tags);
    methods = List.copyOf(methods);
    authorizers = List.copyOf(authorizers);
    served = List.copyOf(served);
    stages = List.copyOf(stages);
    validations = List.copyOf(validations);
  }

  /// What one stage serves.
  ///
  /// @param canary whether it serves this to the canary share of its traffic only
  /// @param policy the resource policy in force, empty if there is none, null if it cannot be told
  public record Served(
      String stage, boolean canary, @Nullable String policy, List<Access.Live> methods) {
    public Served {
      methods = List.copyOf(methods);
    }
  }

  /// The id that API calls take.
  String restApiId() {
    return id.name();
  }

  /// The ARN of a stage of it.
  String arn(String stage) {
    return id.arn() + "/stages/" + stage;
  }

  @Override
  public List<Access.Draft> drafts() {
    return methods;
  }

  @Override
  public List<Access.Live> live() {
    return served.stream().flatMap(each -> each.methods().stream()).toList();
  }

  @Override
  public RestCalls calls() {
    return new RestCalls(restApiId());
  }

  @Override
  public StageCalls stageCalls() {
    return new RestStageCalls(restApiId());
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return name.startsWith("rampart-") ? Optional.of("Rampart's own") : Optional.empty();
  }

  RestApi with(Learned more) {
    return new RestApi(
        id,
        name,
        tags,
        isPrivate,
        hasDefaultEndpoint,
        policy,
        methods,
        authorizers,
        served,
        stages,
        validations,
        cors,
        more);
  }
}
