package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Requests;
import java.util.Set;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteCorsConfigurationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteDeploymentRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerRequest;
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
  public Call update(Authorizer authorizer, JsonNode definition) {
    ObjectNode whole = definition.deepCopy();
    // What is not sent stays as it is, so what was not there is emptied.
    authorizer
        .definition()
        .properties()
        .forEach(
            each -> {
              if (!whole.has(each.getKey()) && each.getValue().isArray()) {
                whole.putArray(each.getKey());
              }
            });
    whole.put("ApiId", api).put("AuthorizerId", authorizer.id());
    return Call.of(Requests.fromJson(UpdateAuthorizerRequest.builder().build(), whole));
  }

  /// Lets the websites of a configuration call the API.
  Call allow(Cors.Configuration cors) {
    if (cors.members().isEmpty()) {
      return Call.of(DeleteCorsConfigurationRequest.builder().apiId(api).build());
    }
    var request = JsonNodeFactory.instance.objectNode().put("ApiId", api);
    request.set("CorsConfiguration", cors.members());
    return Call.of(Requests.fromJson(UpdateApiRequest.builder().build(), request));
  }

  @Override
  public Call defaultEndpoint(boolean on) {
    return Call.of(UpdateApiRequest.builder().apiId(api).disableExecuteApiEndpoint(!on).build());
  }

  @Override
  public Call serve(String stage, String deployment) {
    return Call.of(
        UpdateStageRequest.builder().apiId(api).stageName(stage).deploymentId(deployment).build());
  }

  @Override
  public Call serve(String stage, Late deployment) {
    return new Call(serve(stage, deployment.marker()).request(), Set.of(deployment));
  }

  @Override
  public Late deployed() {
    return new Late(
        "deployment",
        Call.of(CreateDeploymentRequest.builder().apiId(api).build()),
        "DeploymentId",
        false);
  }

  @Override
  public Call deleteDeployment(Late deployment) {
    return new Call(
        DeleteDeploymentRequest.builder().apiId(api).deploymentId(deployment.marker()).build(),
        Set.of(deployment));
  }

  @Override
  public Call deploy(String stage) {
    return Call.of(CreateDeploymentRequest.builder().apiId(api).stageName(stage).build());
  }
}
