package dev.rampart.apigateway;

import dev.rampart.function.UndoFunction;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/// Takes fixes of [ApiGatewayFunction] back.
public final class ApiGatewayUndo extends UndoFunction {
  /// Sets the function up, once per execution environment.
  public ApiGatewayUndo() {
    this(
        ApiGatewayFunction.restClient(),
        ApiGatewayFunction.httpClient(),
        ApiGatewayFunction.wafClient());
  }

  private ApiGatewayUndo(ApiGatewayClient rest, ApiGatewayV2Client http, Wafv2Client waf) {
    super(ApiGatewayFunction.domains(rest, http, waf), ApiGatewayOperations.with(rest, http, waf));
  }
}
