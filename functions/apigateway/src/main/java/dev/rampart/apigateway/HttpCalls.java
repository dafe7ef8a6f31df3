package dev.rampart.apigateway;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Requests;
import java.util.Set;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest;

/// The calls that put an HTTP or WebSocket API right.
///
/// @param api the API's id
record HttpCalls(String api) implements Calls {
  @Override
  public Call authorize(
      Access.Draft operation, Authorization from, Authorization to, Set<Late> late) {
    var update =
        UpdateRouteRequest.builder()
            .apiId(api)
            .routeId(operation.holder())
            .authorizationType(to.type());
    if (to.hasAuthorizer()) {
      update.authorizerId(to.authorizerId());
    }
    // What is not sent stays as it is.
    if (!from.scopes().equals(to.scopes())) {
      update.authorizationScopes(to.scopes());
    }
    if (from.apiKeyRequired() != to.apiKeyRequired()) {
      update.apiKeyRequired(to.apiKeyRequired());
    }
    return new Call(update.build(), late);
  }

  @Override
  public Late created(Authorizer authorizer) {
    var empty = CreateAuthorizerRequest.builder().build();
    var request = (CreateAuthorizerRequest) Requests.fromJson(empty, authorizer.definition());
    return new Late(
        "authorizer", Call.of(request.toBuilder().apiId(api).build()), "AuthorizerId", false);
  }

  @Override
  public Call delete(Late authorizer) {
    return new Call(
        DeleteAuthorizerRequest.builder().apiId(api).authorizerId(authorizer.marker()).build(),
        Set.of(authorizer));
  }

  @Override
  public Call serve(String stage, String deployment) {
    return Call.of(
        UpdateStageRequest.builder().apiId(api).stageName(stage).deploymentId(deployment).build());
  }

  @Override
  public Call deploy(String stage) {
    return Call.of(CreateDeploymentRequest.builder().apiId(api).stageName(stage).build());
  }
}
