package dev.rampart.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.aws.Clients;
import java.util.List;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/// A REST API and an HTTP API with authorizers, and what is done to them.
final class ApiGatewayScene {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POOL =
      "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_orders";

  private static final String LOG = "arn:aws:logs:us-east-1:123456789012:log-group:catalog";

  private final String restApi;
  private final String resource;
  private final String restAuthorizer;
  private final String deployment;
  private final String httpApi;
  private final String route;
  private final String httpAuthorizer;

  /// Creates both APIs.
  ApiGatewayScene(Clients clients) {
    var rest = clients.apiGateway();
    restApi = rest.createRestApi(create -> create.name("orders")).id();
    String root = rest.getResources(get -> get.restApiId(restApi)).items().getFirst().id();
    resource =
        rest.createResource(create -> create.restApiId(restApi).parentId(root).pathPart("orders"))
            .id();
    restAuthorizer =
        rest.createAuthorizer(
                create ->
                    create
                        .restApiId(restApi)
                        .name("customers")
                        .type(AuthorizerType.COGNITO_USER_POOLS)
                        .providerARNs(POOL)
                        .identitySource("method.request.header.Authorization"))
            .id();
    rest.putMethod(
        put ->
            put.restApiId(restApi)
                .resourceId(resource)
                .httpMethod("GET")
                .authorizationType("COGNITO_USER_POOLS")
                .authorizerId(restAuthorizer));
    rest.putIntegration(
        put -> put.restApiId(restApi).resourceId(resource).httpMethod("GET").type("MOCK"));
    deployment = rest.createDeployment(create -> create.restApiId(restApi).stageName("prod")).id();
    rest.updateStage(
        update ->
            update
                .restApiId(restApi)
                .stageName("prod")
                .patchOperations(
                    replace("/*/*/throttling/rateLimit", "100"),
                    replace("/*/*/throttling/burstLimit", "200"),
                    replace("/*/*/logging/loglevel", "ERROR")));

    var http = clients.apiGatewayV2();
    httpApi =
        http.createApi(create -> create.name("catalog").protocolType(ProtocolType.HTTP)).apiId();
    httpAuthorizer =
        http.createAuthorizer(
                create ->
                    create
                        .apiId(httpApi)
                        .name("customers")
                        .authorizerType("JWT")
                        .identitySource("$request.header.Authorization")
                        .jwtConfiguration(
                            jwt -> jwt.issuer("https://login.example.com").audience("catalog")))
            .authorizerId();
    route =
        http.createRoute(
                create ->
                    create
                        .apiId(httpApi)
                        .routeKey("GET /items")
                        .authorizationType(AuthorizationType.JWT)
                        .authorizerId(httpAuthorizer))
            .routeId();
    http.createStage(
        create ->
            create
                .apiId(httpApi)
                .stageName("$default")
                .autoDeploy(true)
                .defaultRouteSettings(
                    all -> all.throttlingRateLimit(100.0).throttlingBurstLimit(200))
                .accessLogSettings(log -> log.destinationArn(LOG).format("$context.requestId")));
  }

  List<Act> acts() {
    return List.of(
        new Act(
            "UnauthenticatedMethod",
            "removes the authorizer of GET /orders",
            "the draft asks the same authorizer again",
            this::openMethod,
            auditor -> draftIsGuarded(auditor)),
        new Act(
            "UnauthenticatedMethod",
            "removes the authorizer of GET /orders and deploys that to prod",
            "the draft asks the same authorizer, and prod serves the deployment that did",
            person -> {
              openMethod(person);
              person
                  .apiGateway()
                  .createDeployment(create -> create.restApiId(restApi).stageName("prod"));
            },
            auditor -> draftIsGuarded(auditor) && prodIsGuarded(auditor)),
        new Act(
            "UnauthenticatedRoute",
            "removes the authorizer of route GET /items",
            "the route asks the same authorizer again",
            person ->
                person
                    .apiGatewayV2()
                    .updateRoute(
                        update ->
                            update
                                .apiId(httpApi)
                                .routeId(route)
                                .authorizationType(AuthorizationType.NONE)),
            auditor -> {
              var read = auditor.apiGatewayV2().getRoute(get -> get.apiId(httpApi).routeId(route));
              return read.authorizationType() == AuthorizationType.JWT
                  && httpAuthorizer.equals(read.authorizerId());
            }));
  }

  private void openMethod(Clients person) {
    person
        .apiGateway()
        .updateMethod(
            update ->
                update
                    .restApiId(restApi)
                    .resourceId(resource)
                    .httpMethod("GET")
                    .patchOperations(replace("/authorizationType", "NONE")));
  }

  private static PatchOperation replace(String path, String value) {
    return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
  }

  private boolean draftIsGuarded(Clients auditor) {
    var method =
        auditor
            .apiGateway()
            .getMethod(get -> get.restApiId(restApi).resourceId(resource).httpMethod("GET"));
    return "COGNITO_USER_POOLS".equals(method.authorizationType())
        && restAuthorizer.equals(method.authorizerId());
  }

  /// By what the stage itself exports, not by a deployment's number alone.
  private boolean prodIsGuarded(Clients auditor) {
    var rest = auditor.apiGateway();
    String serving = rest.getStage(get -> get.restApiId(restApi).stageName("prod")).deploymentId();
    String exported =
        rest.getExport(
                get ->
                    get.restApiId(restApi)
                        .stageName("prod")
                        .exportType("oas30")
                        .accepts("application/json"))
            .body()
            .asUtf8String();
    try {
      var security = JSON.readTree(exported).at("/paths/~1orders/get/security");
      return deployment.equals(serving) && !security.isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
