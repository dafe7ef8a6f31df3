package dev.rampart.apigateway;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.TestedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/// An HTTP API in the emulated account: `GET /orders` asks for a token with a scope, `$default`
/// deploys itself, and `prod` is deployed by hand. What people do to it.
final class HttpAccount {
  private static final String DOCUMENT =
      """
      {"openapi": "3.0.1", "info": {"title": "orders", "version": "1"},
       "paths": {"/orders": {"get": {%1$s
         "responses": {"default": {"description": "any"}},
         "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "GET",
           "payloadFormatVersion": "1.0", "uri": "https://backend.example/orders"}}}},
       "components": {"securitySchemes": {%2$s}}}
      """;
  private static final String SCHEME =
      """
      "tokens": {"type": "oauth2", "flows": {}, "x-amazon-apigateway-authorizer": {"type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {"issuer": "https://issuer.example", "audience": ["orders"]}}}
      """;
  private static final String SECURITY = "\"security\": [{\"tokens\": [\"orders.read\"]}],";

  private final EmulatedAccount account = EmulatedAccount.empty();
  final TestedAccount<HttpApi, Access> rampart;
  final ApiGatewayV2Client maria;
  final String api;
  final ResourceId id;
  final String goodDeployment;
  private final String before;

  HttpAccount() {
    this.maria = Samples.http(account.person("maria"));
    this.rampart = Samples.routeTester().in(account, "rampart-apigateway", HttpAccount::everything);
    this.api = maria.importApi(put -> put.body(DOCUMENT.formatted(SECURITY, SCHEME))).apiId();
    this.id = ApiNames.ofHttpApis(Region.US_EAST_1).id(api);
    maria.createStage(create -> create.apiId(api).stageName("$default").autoDeploy(true));
    maria.createStage(create -> create.apiId(api).stageName("prod"));
    this.goodDeployment = deploys();
    rampart.learns(id);
    this.before = asked(maria, api);
  }

  /// Rampart, watching for another bad state.
  <P> TestedAccount<HttpApi, P> watchedBy(Guardrail<HttpApi, P> guardrail) {
    return Samples.http(guardrail).in(account, "rampart-apigateway", HttpAccount::everything);
  }

  /// Maria publishes the draft on the stage that is deployed by hand.
  String deploys() {
    return maria.createDeployment(create -> create.apiId(api).stageName("prod")).deploymentId();
  }

  /// Maria removes the authorizer from the route.
  void updatesTheRoute() {
    maria.updateRoute(
        update -> update.apiId(api).routeId(route()).authorizationType(AuthorizationType.NONE));
  }

  /// Maria, or Rampart before this look, gives the route its authorizer back.
  void restoresTheRoute() {
    var authorizer = maria.getAuthorizers(get -> get.apiId(api)).items().getFirst().authorizerId();
    maria.updateRoute(
        update ->
            update
                .apiId(api)
                .routeId(route())
                .authorizationType(AuthorizationType.JWT)
                .authorizationScopes("orders.read")
                .authorizerId(authorizer));
  }

  /// Maria lets the route call another backend.
  void integrates(String uri) {
    var integration = maria.getIntegrations(get -> get.apiId(api)).items().getFirst();
    maria.updateIntegration(
        update -> update.apiId(api).integrationId(integration.integrationId()).integrationUri(uri));
  }

  /// Maria imports the document again, without security: routes and authorizers get new ids.
  void importsWithoutSecurity() {
    maria.reimportApi(put -> put.apiId(api).body(DOCUMENT.formatted("", "")));
  }

  /// Maria imports the document again, with the authorizer, but no route asks it.
  void importsWithAnIdleAuthorizer() {
    maria.reimportApi(put -> put.apiId(api).body(DOCUMENT.formatted("", SCHEME)));
  }

  /// Maria removes the authorizer from the route, then deletes it.
  void deletesTheAuthorizer() {
    updatesTheRoute();
    var authorizer = maria.getAuthorizers(get -> get.apiId(api)).items().getFirst().authorizerId();
    maria.deleteAuthorizer(delete -> delete.apiId(api).authorizerId(authorizer));
  }

  /// A WebSocket API whose connections an authorizer lets in; then it does not any more.
  ResourceId opensAWebSocket() {
    var socket =
        maria
            .createApi(
                create ->
                    create
                        .name("chat")
                        .protocolType(ProtocolType.WEBSOCKET)
                        .routeSelectionExpression("$request.body.action"))
            .apiId();
    var authorizer =
        maria
            .createAuthorizer(
                create ->
                    create
                        .apiId(socket)
                        .name("door")
                        .authorizerType(AuthorizerType.REQUEST)
                        .authorizerUri("arn:aws:lambda:us-east-1:123456789012:function:door")
                        .identitySource("route.request.header.Auth"))
            .authorizerId();
    var route =
        maria
            .createRoute(
                create ->
                    create
                        .apiId(socket)
                        .routeKey("$connect")
                        .authorizationType(AuthorizationType.CUSTOM)
                        .authorizerId(authorizer))
            .routeId();
    maria.createRoute(create -> create.apiId(socket).routeKey("send"));
    var socketId = ApiNames.ofHttpApis(Region.US_EAST_1).id(socket);
    rampart.learns(socketId);
    maria.updateRoute(
        update -> update.apiId(socket).routeId(route).authorizationType(AuthorizationType.NONE));
    return socketId;
  }

  /// Whether the draft asks exactly what it asked in the beginning, whatever ids that takes.
  boolean draftAsksWhatItAsked(Caller caller) {
    return asked(Samples.http(caller), api).equals(before);
  }

  /// The deployment that the stage serves which is deployed by hand.
  String served(Caller caller) {
    return Samples.http(caller).getStage(get -> get.apiId(api).stageName("prod")).deploymentId();
  }

  private String route() {
    return maria.getRoutes(get -> get.apiId(api)).items().getFirst().routeId();
  }

  /// Type, authorizer and scopes of each route, the authorizer by its definition.
  private static String asked(ApiGatewayV2Client client, String api) {
    var authorizers =
        client.getAuthorizers(get -> get.apiId(api)).items().stream()
            .map(Authorizer::of)
            .collect(Collectors.toMap(Authorizer::id, each -> each.definition().toString()));
    return client.getRoutes(get -> get.apiId(api)).items().stream()
        .map(
            route ->
                List.of(
                        route.routeKey(),
                        route.authorizationTypeAsString(),
                        route.authorizationScopes(),
                        authorizers.getOrDefault(String.valueOf(route.authorizerId()), "-"))
                    .toString())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /// All that an undo has to bring back.
  private static String everything(Caller caller, HttpApi api) {
    var client = Samples.http(caller);
    var id = api.id().name();
    var lines = new ArrayList<String>();
    var itself = client.getApi(get -> get.apiId(id));
    lines.add(itself.corsConfiguration() + " " + itself.disableExecuteApiEndpoint());
    client.getRoutes(get -> get.apiId(id)).items().forEach(each -> lines.add(each.toString()));
    client.getAuthorizers(get -> get.apiId(id)).items().forEach(each -> lines.add(each.toString()));
    client
        .getStages(get -> get.apiId(id))
        .items()
        .forEach(
            each ->
                // What deploys itself has a new deployment after each change.
                lines.add(
                    each.stageName()
                        + (each.autoDeploy() ? "" : " " + each.deploymentId())
                        + each.routeSettings()));
    return lines.stream().sorted().collect(Collectors.joining("\n"));
  }
}
