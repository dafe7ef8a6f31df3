package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Requests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateMethodRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;

/// The calls that put a REST API right.
///
/// @param api the API's id
record RestCalls(String api) implements Calls {
  @Override
  public Call authorize(
      Access.Draft operation, Authorization from, Authorization to, Set<Late> late) {
    var patches = new ArrayList<PatchOperation>();
    // Before the type changes, because types without an authorizer have no scopes.
    from.scopes().stream()
        .filter(scope -> !to.scopes().contains(scope))
        .forEach(scope -> patches.add(patch(Op.REMOVE, "/authorizationScopes", scope)));
    patches.add(patch(Op.REPLACE, "/authorizationType", to.type()));
    if (to.hasAuthorizer()) {
      patches.add(patch(Op.REPLACE, "/authorizerId", to.authorizerId()));
    }
    to.scopes().stream()
        .filter(scope -> !from.scopes().contains(scope))
        .forEach(scope -> patches.add(patch(Op.ADD, "/authorizationScopes", scope)));
    if (from.apiKeyRequired() != to.apiKeyRequired()) {
      patches.add(patch(Op.REPLACE, "/apiKeyRequired", String.valueOf(to.apiKeyRequired())));
    }
    return new Call(
        UpdateMethodRequest.builder()
            .restApiId(api)
            .resourceId(operation.holder())
            .httpMethod(operation.operation().substring(0, operation.operation().indexOf(' ')))
            .patchOperations(patches)
            .build(),
        late);
  }

  @Override
  public Late created(Authorizer authorizer) {
    var empty = CreateAuthorizerRequest.builder().build();
    var request = (CreateAuthorizerRequest) Requests.fromJson(empty, authorizer.definition());
    return new Late("authorizer", Call.of(request.toBuilder().restApiId(api).build()), "id", false);
  }

  @Override
  public Call delete(Late authorizer) {
    return new Call(
        DeleteAuthorizerRequest.builder().restApiId(api).authorizerId(authorizer.marker()).build(),
        Set.of(authorizer));
  }

  @Override
  public Call update(Authorizer authorizer, JsonNode definition) {
    var patches = new ArrayList<PatchOperation>();
    var now = authorizer.definition();
    var names = new TreeSet<String>();
    now.fieldNames().forEachRemaining(names::add);
    definition.fieldNames().forEachRemaining(names::add);
    names.remove("providerARNs");
    for (var each : names) {
      if (!now.path(each).equals(definition.path(each))) {
        patches.add(patch(Op.REPLACE, "/" + each, definition.path(each).asText("")));
      }
    }
    var former = definition.path("providerARNs");
    var present = now.path("providerARNs");
    // Added first, because one has to be there.
    patches.addAll(pools(Op.ADD, former, present));
    patches.addAll(pools(Op.REMOVE, present, former));
    return Call.of(
        UpdateAuthorizerRequest.builder()
            .restApiId(api)
            .authorizerId(authorizer.id())
            .patchOperations(patches)
            .build());
  }

  private static List<PatchOperation> pools(Op op, JsonNode of, JsonNode butNot) {
    var kept = new HashSet<JsonNode>();
    butNot.forEach(kept::add);
    var patches = new ArrayList<PatchOperation>();
    for (var each : of) {
      if (!kept.contains(each)) {
        patches.add(patch(op, "/providerARNs", each.asText()));
      }
    }
    return patches;
  }

  /// Lets a validator check the requests of a method of the draft.
  ///
  /// @param validator its id, empty for none
  Call validate(Validation method, String validator) {
    var patch = PatchOperation.builder().op(Op.REPLACE).path("/requestValidatorId");
    if (!validator.isEmpty()) {
      patch.value(validator);
    }
    return Call.of(
        UpdateMethodRequest.builder()
            .restApiId(api)
            .resourceId(method.holder())
            .httpMethod(method.operation().substring(0, method.operation().indexOf(' ')))
            .patchOperations(patch.build())
            .build());
  }

  /// Lets callers through as that resource policy says.
  ///
  /// @param policy empty for none
  Call limit(String policy) {
    return updateApi("/policy", policy);
  }

  /// Takes the API off the internet.
  Call makePrivate() {
    return updateApi("/endpointConfiguration/types/0", "PRIVATE");
  }

  @Override
  public Call defaultEndpoint(boolean on) {
    return updateApi("/disableExecuteApiEndpoint", String.valueOf(!on));
  }

  private Call updateApi(String path, String value) {
    return Call.of(
        UpdateRestApiRequest.builder()
            .restApiId(api)
            .patchOperations(List.of(patch(Op.REPLACE, path, value)))
            .build());
  }

  @Override
  public Call serve(String stage, String deployment) {
    return updateStage(stage, patch(Op.REPLACE, "/deploymentId", deployment));
  }

  @Override
  public Call serve(String stage, Late deployment) {
    return new Call(serve(stage, deployment.marker()).request(), Set.of(deployment));
  }

  @Override
  public Late deployed() {
    return new Late(
        "deployment",
        Call.of(CreateDeploymentRequest.builder().restApiId(api).build()),
        "id",
        false);
  }

  @Override
  public Call deleteDeployment(Late deployment) {
    return new Call(
        DeleteDeploymentRequest.builder().restApiId(api).deploymentId(deployment.marker()).build(),
        Set.of(deployment));
  }

  @Override
  public Call deploy(String stage) {
    return Call.of(CreateDeploymentRequest.builder().restApiId(api).stageName(stage).build());
  }

  /// Ends the canary of a stage: all traffic goes where most of it went.
  Call endCanary(String stage) {
    return updateStage(
        stage, PatchOperation.builder().op(Op.REMOVE).path("/canarySettings").build());
  }

  private Call updateStage(String stage, PatchOperation patch) {
    return Call.of(
        UpdateStageRequest.builder()
            .restApiId(api)
            .stageName(stage)
            .patchOperations(List.of(patch))
            .build());
  }

  private static PatchOperation patch(Op op, String path, String value) {
    return PatchOperation.builder().op(op).path(path).value(value).build();
  }
}
