package dev.rampart.apigateway;

import dev.rampart.function.UndoFunction;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;

/// Takes fixes of [ApiGatewayFunction] back.
public final class ApiGatewayUndo extends UndoFunction {
  /// Sets the function up, once per execution environment.
  public ApiGatewayUndo() {
    this(ApiGatewayFunction.restClient(), ApiGatewayFunction.httpClient());
  }

  private ApiGatewayUndo(ApiGatewayClient rest, ApiGatewayV2Client http) {
    super(ApiGatewayFunction.domains(rest, http), ApiGatewayOperations.with(rest, http));
  }
}
