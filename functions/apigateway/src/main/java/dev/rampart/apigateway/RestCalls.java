package dev.rampart.apigateway;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateMethodRequest;
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
  public Call serve(String stage, String deployment) {
    return updateStage(stage, patch(Op.REPLACE, "/deploymentId", deployment));
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
