package dev.rampart.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import software.amazon.awssdk.core.SdkBytes;

/// The document of a REST API for import: `GET /orders`, and more methods if they are asked for.
///
/// @param methods how many methods it has
record OrdersDocument(String name, int methods) {
  @SuppressWarnings("InlineFormatString") // half a screen of JSON reads better up here
  private static final String DOCUMENT =
      """
      {"openapi": "3.0.1", "info": {"title": "%s", "version": "1"},
       "paths": {%s"/orders": {"get": {%s
         "responses": {"200": {"description": "ok"}},
         "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "GET",
           "uri": "https://backend.example/orders"}}}},
       "components": {"securitySchemes": {%s}}}
      """;

  @SuppressWarnings("InlineFormatString")
  private static final String ONE_MORE =
      """
      "/part%d": {"get": {%s
        "responses": {"200": {"description": "ok"}},
        "x-amazon-apigateway-integration": {"type": "mock"}}},
      """;

  private static final String SECURITY = "\"security\": [{\"pool\": [\"orders/read\"]}],";
  private static final String SCHEME =
      """
      "pool": {"type": "apiKey", "name": "Authorization", "in": "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs":
          ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"]}}
      """;

  /// Every method asks a user pool for a scope.
  SdkBytes guarded() {
    return asking(SECURITY, SCHEME);
  }

  /// No method asks anything.
  SdkBytes open() {
    return asking("", "");
  }

  private SdkBytes asking(String security, String scheme) {
    var more = new StringBuilder();
    for (int i = 1; i < methods; i++) {
      more.append(ONE_MORE.formatted(i, security));
    }
    return SdkBytes.fromString(DOCUMENT.formatted(name, more, security, scheme), UTF_8);
  }
}
