package dev.rampart.apigateway;

import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import java.util.List;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.UpdateDomainNameRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateMethodRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateRestApiRequest;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteAccessLogSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteCorsConfigurationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.DeleteRouteSettingsRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteRequest;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DisassociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.GetWebAclRequest;

/// All that a fix of an API, or its undo, may call. IAM knows API Gateway's calls by their HTTP
/// verb.
public final class ApiGatewayOperations {
  private static final String CHANGE = "apigateway:PATCH";
  private static final String CREATE = "apigateway:POST";
  private static final String DELETE = "apigateway:DELETE";

  private ApiGatewayOperations() {}

  /// The operations, with the clients that send them.
  public static Operations with(ApiGatewayClient rest, ApiGatewayV2Client http, Wafv2Client waf) {
    return new Operations(
        List.of(
            Operation.of(
                    "apigateway",
                    "CreateAuthorizer",
                    software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest
                        .builder()
                        .build(),
                    rest::createAuthorizer)
                .needing(CREATE)
                .granting(),
            Operation.of(
                    "apigateway",
                    "CreateDeployment",
                    software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest
                        .builder()
                        .build(),
                    rest::createDeployment)
                .needing(CREATE),
            Operation.of(
                    "apigateway",
                    "DeleteAuthorizer",
                    software.amazon.awssdk.services.apigateway.model.DeleteAuthorizerRequest
                        .builder()
                        .build(),
                    rest::deleteAuthorizer)
                .needing(DELETE),
            Operation.of(
                    "apigateway",
                    "DeleteDeployment",
                    software.amazon.awssdk.services.apigateway.model.DeleteDeploymentRequest
                        .builder()
                        .build(),
                    rest::deleteDeployment)
                .needing(DELETE),
            Operation.of(
                    "apigateway",
                    "UpdateAuthorizer",
                    software.amazon.awssdk.services.apigateway.model.UpdateAuthorizerRequest
                        .builder()
                        .build(),
                    rest::updateAuthorizer)
                .needing(CHANGE),
            Operation.of(
                    "apigateway",
                    "UpdateDomainName",
                    UpdateDomainNameRequest.builder().build(),
                    rest::updateDomainName)
                .needing(CHANGE),
            Operation.of(
                    "apigateway",
                    "UpdateMethod",
                    UpdateMethodRequest.builder().build(),
                    rest::updateMethod)
                .needing(CHANGE),
            Operation.of(
                    "apigateway",
                    "UpdateRestApi",
                    UpdateRestApiRequest.builder().build(),
                    rest::updateRestApi)
                .needing(CHANGE),
            Operation.of(
                    "apigateway",
                    "UpdateStage",
                    software.amazon.awssdk.services.apigateway.model.UpdateStageRequest.builder()
                        .build(),
                    rest::updateStage)
                .needing(CHANGE),
            Operation.of(
                    "apigatewayv2",
                    "CreateAuthorizer",
                    software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerRequest
                        .builder()
                        .build(),
                    http::createAuthorizer)
                .needing(CREATE)
                .granting(),
            Operation.of(
                    "apigatewayv2",
                    "CreateDeployment",
                    software.amazon.awssdk.services.apigatewayv2.model.CreateDeploymentRequest
                        .builder()
                        .build(),
                    http::createDeployment)
                .needing(CREATE),
            Operation.of(
                    "apigatewayv2",
                    "DeleteAccessLogSettings",
                    DeleteAccessLogSettingsRequest.builder().build(),
                    http::deleteAccessLogSettings)
                .needing(DELETE),
            Operation.of(
                    "apigatewayv2",
                    "DeleteAuthorizer",
                    software.amazon.awssdk.services.apigatewayv2.model.DeleteAuthorizerRequest
                        .builder()
                        .build(),
                    http::deleteAuthorizer)
                .needing(DELETE),
            Operation.of(
                    "apigatewayv2",
                    "DeleteCorsConfiguration",
                    DeleteCorsConfigurationRequest.builder().build(),
                    http::deleteCorsConfiguration)
                .needing(DELETE),
            Operation.of(
                    "apigatewayv2",
                    "DeleteDeployment",
                    software.amazon.awssdk.services.apigatewayv2.model.DeleteDeploymentRequest
                        .builder()
                        .build(),
                    http::deleteDeployment)
                .needing(DELETE),
            Operation.of(
                    "apigatewayv2",
                    "DeleteRouteSettings",
                    DeleteRouteSettingsRequest.builder().build(),
                    http::deleteRouteSettings)
                .needing(DELETE),
            Operation.of(
                    "apigatewayv2",
                    "UpdateApi",
                    UpdateApiRequest.builder().build(),
                    http::updateApi)
                .needing(CHANGE),
            Operation.of(
                    "apigatewayv2",
                    "UpdateAuthorizer",
                    software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerRequest
                        .builder()
                        .build(),
                    http::updateAuthorizer)
                .needing(CHANGE),
            Operation.of(
                    "apigatewayv2",
                    "UpdateRoute",
                    UpdateRouteRequest.builder().build(),
                    http::updateRoute)
                .needing(CHANGE),
            Operation.of(
                    "apigatewayv2",
                    "UpdateStage",
                    software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest.builder()
                        .build(),
                    http::updateStage)
                .needing(CHANGE),
            Operation.of(
                "wafv2",
                "AssociateWebACL",
                AssociateWebAclRequest.builder().build(),
                request -> NotKnownYet.retried(() -> waf.associateWebACL(request))),
            Operation.of(
                "wafv2",
                "DisassociateWebACL",
                DisassociateWebAclRequest.builder().build(),
                waf::disassociateWebACL),
            Operation.of(
                "wafv2", "GetWebACL", GetWebAclRequest.builder().build(), waf::getWebACL)));
  }
}
