package dev.rampart.local.e2e;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteRequest;

/// An API to which much happens in a short time: `GET /orders` asks for a token with a scope, and a
/// stage limits the calls.
interface Stormy {
  /// What people do to it. No part is broken more than twice, or Rampart would take it for a
  /// contest and leave it alone for a while.
  enum Change {
    OPEN,
    CLOSE,
    LIFT_LIMIT,
    PUBLISH,
    TAG
  }

  String arn();

  void make(Change change, int number);

  /// What has to be in the end as it was, draft and live stage.
  List<String> state(ApiGatewayClient rest, ApiGatewayV2Client http);

  /// A REST API; publishing it deploys its draft.
  record OfRest(ApiGatewayClient people, String id, String resource, String authorizer)
      implements Stormy {
    static OfRest create(ApiGatewayClient people, String name) {
      var id = Rest.create(people, name);
      people.createDeployment(create -> create.restApiId(id).stageName("prod"));
      Rest.setsUp(people, id);
      var resource =
          people.getResources(get -> get.restApiId(id)).items().stream()
              .filter(each -> each.path().equals("/orders"))
              .findFirst()
              .orElseThrow()
              .id();
      var authorizer = people.getAuthorizers(get -> get.restApiId(id)).items().getFirst().id();
      return new OfRest(people, id, resource, authorizer);
    }

    @Override
    public String arn() {
      return "arn:aws:apigateway:us-east-1::/restapis/" + id;
    }

    @Override
    public void make(Change change, int number) {
      switch (change) {
        case OPEN -> patchMethod(patch("/authorizationType", "NONE"));
        case CLOSE ->
            patchMethod(
                patch("/authorizationType", "COGNITO_USER_POOLS"),
                patch("/authorizerId", authorizer),
                PatchOperation.builder()
                    .op(Op.ADD)
                    .path("/authorizationScopes")
                    .value("orders/read")
                    .build());
        case LIFT_LIMIT ->
            people.updateStage(
                update ->
                    update
                        .restApiId(id)
                        .stageName("prod")
                        .patchOperations(
                            patch("/*/*/throttling/rateLimit", "10000"),
                            patch("/*/*/throttling/burstLimit", "5000")));
        case PUBLISH -> people.createDeployment(create -> create.restApiId(id).stageName("prod"));
        case TAG ->
            people.tagResource(tag -> tag.resourceArn(arn()).tags(Map.of("round", "" + number)));
      }
    }

    private void patchMethod(PatchOperation... patches) {
      people.updateMethod(
          update ->
              update.restApiId(id).resourceId(resource).httpMethod("GET").patchOperations(patches));
    }

    private static PatchOperation patch(String path, String value) {
      return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    @Override
    public List<String> state(ApiGatewayClient rest, ApiGatewayV2Client http) {
      var method = rest.getMethod(get -> get.restApiId(id).resourceId(resource).httpMethod("GET"));
      var stage = rest.getStage(get -> get.restApiId(id).stageName("prod"));
      var served =
          rest.getDeployment(
              get -> get.restApiId(id).deploymentId(stage.deploymentId()).embed("apisummary"));
      return List.of(
          method.authorizationType() + method.authorizerId() + method.authorizationScopes(),
          "limits " + new TreeMap<>(stage.methodSettings()),
          "live " + served.apiSummary());
    }
  }

  /// An HTTP API, whose stage deploys itself; publishing it lets every website call it, which is no
  /// flaw while the route is open.
  record OfHttp(ApiGatewayV2Client people, String id, String route, String authorizer)
      implements Stormy {
    static OfHttp create(ApiGatewayV2Client people, String name) {
      var id =
          people.createApi(create -> create.name(name).protocolType(ProtocolType.HTTP)).apiId();
      var integration =
          people
              .createIntegration(
                  create ->
                      create
                          .apiId(id)
                          .integrationType(IntegrationType.HTTP_PROXY)
                          .integrationMethod("GET")
                          .integrationUri("https://backend.example/orders")
                          .payloadFormatVersion("1.0"))
              .integrationId();
      var authorizer =
          people
              .createAuthorizer(
                  create ->
                      create
                          .apiId(id)
                          .name("tokens")
                          .authorizerType(AuthorizerType.JWT)
                          .identitySource("$request.header.Authorization")
                          .jwtConfiguration(
                              jwt -> jwt.issuer("https://issuer.example").audience("orders")))
              .authorizerId();
      var asking =
          CreateRouteRequest.builder()
              .apiId(id)
              .target("integrations/" + integration)
              .authorizationType(AuthorizationType.JWT)
              .authorizerId(authorizer)
              .authorizationScopes("orders.read");
      var route = people.createRoute(asking.routeKey("GET /orders").build()).routeId();
      // It always asks for a token: any website is fine for an API that asks for none, and who asks
      // for one later is told of it, not corrected.
      people.createRoute(asking.routeKey("POST /orders").build());
      people.createStage(
          create ->
              create
                  .apiId(id)
                  .stageName("$default")
                  .autoDeploy(true)
                  .defaultRouteSettings(
                      all -> all.throttlingRateLimit(100.0).throttlingBurstLimit(200))
                  .accessLogSettings(
                      log ->
                          log.destinationArn("arn:aws:logs:us-east-1:123456789012:log-group:access")
                              .format("$context.requestId")));
      return new OfHttp(people, id, route, authorizer);
    }

    @Override
    public String arn() {
      return "arn:aws:apigateway:us-east-1::/apis/" + id;
    }

    @Override
    public void make(Change change, int number) {
      switch (change) {
        case OPEN ->
            people.updateRoute(toTheRoute().authorizationType(AuthorizationType.NONE).build());
        case CLOSE ->
            people.updateRoute(
                toTheRoute()
                    .authorizationType(AuthorizationType.JWT)
                    .authorizerId(authorizer)
                    .authorizationScopes("orders.read")
                    .build());
        case LIFT_LIMIT ->
            people.updateStage(
                update ->
                    update
                        .apiId(id)
                        .stageName("$default")
                        .defaultRouteSettings(
                            all -> all.throttlingRateLimit(10000.0).throttlingBurstLimit(5000)));
        case PUBLISH ->
            people.updateApi(
                update -> update.apiId(id).corsConfiguration(cors -> cors.allowOrigins("*")));
        case TAG ->
            people.tagResource(tag -> tag.resourceArn(arn()).tags(Map.of("round", "" + number)));
      }
    }

    private UpdateRouteRequest.Builder toTheRoute() {
      return UpdateRouteRequest.builder().apiId(id).routeId(route);
    }

    @Override
    public List<String> state(ApiGatewayClient rest, ApiGatewayV2Client http) {
      var found = http.getRoute(get -> get.apiId(id).routeId(route));
      var limits = http.getStage(get -> get.apiId(id).stageName("$default")).defaultRouteSettings();
      return List.of(
          found.authorizationTypeAsString() + found.authorizerId() + found.authorizationScopes(),
          "limits %s %s".formatted(limits.throttlingRateLimit(), limits.throttlingBurstLimit()),
          "CORS " + http.getApi(get -> get.apiId(id)).corsConfiguration());
    }
  }
}
