package dev.rampart.local.e2e;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.Route;

/// An HTTP API that Rampart knows: `GET /orders` asks for a token with a scope, `$default` deploys
/// itself.
final class Http {
  private static final String DOCUMENT =
      """
      {"openapi": "3.0.1", "info": {"title": "%s", "version": "1"},
       "paths": {"/orders": {"get": {%s
         "responses": {"default": {"description": "any"}},
         "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "GET",
           "payloadFormatVersion": "1.0", "uri": "https://backend.example/orders"}}}},
       "components": {"securitySchemes": {%s}}}
      """;
  private static final String SCHEME =
      """
      "tokens": {"type": "oauth2", "flows": {}, "x-amazon-apigateway-authorizer": {"type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {"issuer": "https://issuer.example", "audience": ["orders"]}}}
      """;
  private static final String SECURITY = "\"security\": [{\"tokens\": [\"orders.read\"]}],";

  private static final String LOG = "arn:aws:logs:us-east-1:123456789012:log-group:access";

  private final Bot bot;
  private final ApiGatewayV2Client eve;
  private final String name;
  private final String id;
  private final String stage;

  Http(Bot bot) {
    this(bot, "$default", true);
  }

  /// One whose stage `prod` serves what was last deployed there.
  static Http deployedByHand(Bot bot) {
    return new Http(bot, "prod", false);
  }

  private Http(Bot bot, String stage, boolean deploysItself) {
    this.bot = bot;
    this.stage = stage;
    this.eve = bot.eve.apiGatewayV2();
    this.name = bot.name("orders-http");
    this.id = eve.importApi(put -> put.body(DOCUMENT.formatted(name, SECURITY, SCHEME))).apiId();
    Story story = story();
    eve.createStage(
        create ->
            create
                .apiId(id)
                .stageName(stage)
                .autoDeploy(deploysItself)
                .deploymentId(deploysItself ? null : snapshots())
                .defaultRouteSettings(
                    all ->
                        all.throttlingRateLimit(100.0)
                            .throttlingBurstLimit(200)
                            .detailedMetricsEnabled(true))
                .accessLogSettings(log -> log.destinationArn(LOG).format("$context.requestId")));
    story.awaitOutcome("CLEAN");
    bot.settle();
  }

  /// One that asks nothing of callers.
  static String createOpen(ApiGatewayV2Client creator, String name) {
    return creator.importApi(put -> put.body(DOCUMENT.formatted(name, "", ""))).apiId();
  }

  Story story() {
    return bot.story("arn:aws:apigateway:us-east-1::/apis/" + id);
  }

  void letsAnyWebsiteCall() {
    eve.updateApi(update -> update.apiId(id).corsConfiguration(cors -> cors.allowOrigins("*")));
  }

  String cors() {
    return String.valueOf(
        bot.auditor.apiGatewayV2().getApi(get -> get.apiId(id)).corsConfiguration());
  }

  void trustsAnotherIssuer() {
    String authorizer = eve.getAuthorizers(get -> get.apiId(id)).items().getFirst().authorizerId();
    eve.updateAuthorizer(
        update ->
            update
                .apiId(id)
                .authorizerId(authorizer)
                .jwtConfiguration(jwt -> jwt.issuer("https://other.example").audience("orders")));
  }

  String issuer() {
    return bot.auditor
        .apiGatewayV2()
        .getAuthorizers(get -> get.apiId(id))
        .items()
        .getFirst()
        .jwtConfiguration()
        .issuer();
  }

  void liftsTheLimit() {
    eve.updateStage(
        update ->
            update
                .apiId(id)
                .stageName(stage)
                .defaultRouteSettings(all -> all.detailedMetricsEnabled(true)));
  }

  void stopsTheAccessLog() {
    eve.deleteAccessLogSettings(delete -> delete.apiId(id).stageName(stage));
  }

  /// The settings of the stage.
  String settings() {
    var read = bot.auditor.apiGatewayV2().getStage(get -> get.apiId(id).stageName(stage));
    return read.defaultRouteSettings() + " " + read.accessLogSettings();
  }

  void opensTheRoute() {
    String route = eve.getRoutes(get -> get.apiId(id)).items().getFirst().routeId();
    eve.updateRoute(
        update -> update.apiId(id).routeId(route).authorizationType(AuthorizationType.NONE));
  }

  /// A stage that serves nothing yet.
  void createsAnEmptyStage(String name) {
    eve.createStage(create -> create.apiId(id).stageName(name));
  }

  /// Lets the route of the draft call another backend.
  void callsAnotherBackend(String uri) {
    String integration =
        eve.getIntegrations(get -> get.apiId(id)).items().getFirst().integrationId();
    eve.updateIntegration(
        update -> update.apiId(id).integrationId(integration).integrationUri(uri));
  }

  /// What the stage serves.
  String export() {
    return bot.auditor
        .apiGatewayV2()
        .exportApi(get -> get.apiId(id).stageName(stage).specification("OAS30").outputType("JSON"))
        .body()
        .asUtf8String();
  }

  /// The limits that a route of the stage has of its own.
  String limitOf(String route) {
    var settings =
        bot.auditor
            .apiGatewayV2()
            .getStage(get -> get.apiId(id).stageName(stage))
            .routeSettings()
            .get(route);
    return settings == null
        ? "none"
        : settings.throttlingRateLimit() + " " + settings.throttlingBurstLimit();
  }

  /// Makes the route anew, without the authorizer and with the same backend.
  void createsTheRouteAnew() {
    Route route = eve.getRoutes(get -> get.apiId(id)).items().getFirst();
    eve.deleteRoute(delete -> delete.apiId(id).routeId(route.routeId()));
    eve.createRoute(create -> create.apiId(id).routeKey(route.routeKey()).target(route.target()));
  }

  /// As people do who clean up: first the route lets go of it.
  void deletesTheAuthorizer() {
    opensTheRoute();
    String authorizer = eve.getAuthorizers(get -> get.apiId(id)).items().getFirst().authorizerId();
    eve.deleteAuthorizer(delete -> delete.apiId(id).authorizerId(authorizer));
  }

  String deploys() {
    return eve.createDeployment(create -> create.apiId(id).stageName(stage)).deploymentId();
  }

  /// A deployment that no stage serves.
  String snapshots() {
    return eve.createDeployment(create -> create.apiId(id)).deploymentId();
  }

  void serves(String deployment) {
    eve.updateStage(update -> update.apiId(id).stageName(stage).deploymentId(deployment));
  }

  String served() {
    return bot.auditor
        .apiGatewayV2()
        .getStage(get -> get.apiId(id).stageName(stage))
        .deploymentId();
  }

  void importsWithoutSecurity() {
    eve.reimportApi(put -> put.apiId(id).body(DOCUMENT.formatted(name, "", "")));
  }

  List<String> state() {
    return bot.auditor.apiGatewayV2().getRoutes(get -> get.apiId(id)).items().stream()
        .map(
            route ->
                "%s %s %s%s"
                    .formatted(
                        route.routeKey(),
                        route.authorizationTypeAsString(),
                        route.authorizationScopes(),
                        route.authorizerId() == null ? "" : " " + route.authorizerId()))
        .toList();
  }

  /// With what the authorizers ask instead of their ids.
  List<String> stateWithoutIds() {
    var authorizers =
        bot.auditor.apiGatewayV2().getAuthorizers(get -> get.apiId(id)).items().stream()
            .collect(
                Collectors.toMap(
                    Authorizer::authorizerId, each -> each.jwtConfiguration().audience()));
    return state().stream()
        .map(
            line -> {
              String authorizer = line.substring(line.lastIndexOf(' ') + 1);
              return line.replace(authorizer, String.valueOf(authorizers.get(authorizer)));
            })
        .toList();
  }
}
