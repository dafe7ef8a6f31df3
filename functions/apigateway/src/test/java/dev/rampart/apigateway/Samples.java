package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/// APIs as the loaders would read them, and testers of the guardrails.
final class Samples {
  static final String REST_ID = "a1b2c3d4e5";
  static final Authorizer POOL = restAuthorizer("auth01", "pool", "arn:aws:cognito-idp:…:pool/a");

  private Samples() {}

  static GuardrailTester<RestApi, Access> methodTester() {
    return rest(new UnauthenticatedMethod());
  }

  static GuardrailTester<HttpApi, Access> routeTester() {
    return http(new UnauthenticatedRoute());
  }

  /// A tester of a guardrail of REST APIs.
  static <P> GuardrailTester<RestApi, P> rest(Guardrail<RestApi, P> guardrail) {
    return GuardrailTester.of(
        caller -> new RestApis(rest(caller), webAcls(caller), Region.US_EAST_1),
        Samples::operations,
        guardrail);
  }

  /// A tester of a guardrail of custom domain names.
  static <P> GuardrailTester<DomainName, P> domain(Guardrail<DomainName, P> guardrail) {
    return GuardrailTester.of(
        caller -> new DomainNames(rest(caller), Region.US_EAST_1), Samples::operations, guardrail);
  }

  /// A tester of a guardrail of web ACLs.
  static <P> GuardrailTester<WebAcl, P> webAcl(Guardrail<WebAcl, P> guardrail) {
    return GuardrailTester.of(Samples::webAcls, Samples::operations, guardrail);
  }

  /// A tester of a guardrail of HTTP and WebSocket APIs.
  static <P> GuardrailTester<HttpApi, P> http(Guardrail<HttpApi, P> guardrail) {
    return GuardrailTester.of(
        caller -> new HttpApis(http(caller), Region.US_EAST_1), Samples::operations, guardrail);
  }

  static ApiGatewayClient rest(Caller caller) {
    return caller.client(ApiGatewayClient.builder());
  }

  static ApiGatewayV2Client http(Caller caller) {
    return caller.client(ApiGatewayV2Client.builder());
  }

  static Wafv2Client waf(Caller caller) {
    return caller.client(Wafv2Client.builder());
  }

  static WebAcls webAcls(Caller caller) {
    return new WebAcls(waf(caller), Region.US_EAST_1);
  }

  static Operations operations(Caller caller) {
    return ApiGatewayOperations.with(rest(caller), http(caller), waf(caller));
  }

  static Authorizer restAuthorizer(String id, String name, String pool) {
    var definition = JsonNodeFactory.instance.objectNode();
    definition.put("name", name);
    definition.put("type", "COGNITO_USER_POOLS");
    definition.putArray("providerARNs").add(pool);
    definition.put("identitySource", "method.request.header.Authorization");
    return new Authorizer(id, name, definition);
  }

  static Authorizer jwtAuthorizer(String id) {
    var definition = JsonNodeFactory.instance.objectNode();
    definition.put("Name", "tokens");
    definition.put("AuthorizerType", "JWT");
    definition.putArray("IdentitySource").add("$request.header.Authorization");
    var jwt = definition.putObject("JwtConfiguration").put("Issuer", "https://issuer.example");
    jwt.putArray("Audience").add("orders");
    return new Authorizer(id, "tokens", definition);
  }

  static Access.Draft draft(String operation, String type) {
    return new Access.Draft(
        operation, "res123", new Authorization(type, "", List.of(), false), null);
  }

  static Access.Draft draft(
      String operation, String type, Authorizer authorizer, String... scopes) {
    return new Access.Draft(
        operation,
        "res123",
        new Authorization(type, authorizer.id(), List.of(scopes), false),
        authorizer);
  }

  static Access.Live live(String operation, String type, String deployment, String... open) {
    return new Access.Live(
        operation,
        type,
        false,
        "prod",
        false,
        deployment,
        "c0ffee",
        false,
        String.join("\n", open),
        "");
  }

  static RestApi api(Access.Draft... methods) {
    return restApi(false, true, "", List.of(methods), List.of(POOL), List.of(), null);
  }

  static RestApi without(Authorizer... authorizers) {
    return restApi(
        false,
        true,
        "",
        List.of(draft("GET /orders", "NONE")),
        List.of(authorizers),
        List.of(),
        null);
  }

  static RestApi fenced(String policy, Access.Draft method) {
    return restApi(false, true, policy, List.of(method), List.of(POOL), List.of(), null);
  }

  static RestApi serving(@Nullable Set<String> deployments, Access.Live... methods) {
    return serving("", deployments, List.of(), methods);
  }

  static RestApi serving(
      @Nullable String policy,
      @Nullable Set<String> deployments,
      List<Access.Draft> drafts,
      Access.Live... methods) {
    var canary = methods[0].canary();
    var served = new RestApi.Served("prod", canary, policy, List.of(methods));
    return restApi(false, true, "", drafts, List.of(POOL), List.of(served), deployments);
  }

  static RestApi restApi(
      boolean isPrivate,
      boolean hasDefaultEndpoint,
      String policy,
      List<Access.Draft> methods,
      List<Authorizer> authorizers,
      List<RestApi.Served> served,
      @Nullable Set<String> deployments) {
    return new RestApi(
        restId(),
        "orders",
        Map.of(),
        isPrivate,
        hasDefaultEndpoint,
        policy,
        methods,
        authorizers,
        served,
        served.stream().map(each -> plainStage(each.stage())).toList(),
        List.of(),
        new Cors.Preflights(List.of()),
        deployments == null ? Learned.nothing() : Learned.nothing().withDeployments(deployments));
  }

  /// A stage for which nothing is set.
  static Stage plainStage(String name) {
    return new Stage(
        name,
        false,
        new Stage.Throttling(name, null, null),
        new Stage.Tracing(name, List.of()),
        new Stage.Logging(name, "", "", "", false),
        new Stage.Shield(name, ""),
        Map.of());
  }

  static ResourceId restId() {
    return ApiNames.ofRestApis(Region.US_EAST_1).id(REST_ID);
  }

  static HttpApi httpApi(Access.Draft... routes) {
    return httpApi(false, true, List.of(jwtAuthorizer("jwt001")), routes);
  }

  static HttpApi httpApi(
      boolean isWebSocket,
      boolean hasDefaultEndpoint,
      List<Authorizer> authorizers,
      Access.Draft... routes) {
    return new HttpApi(
        ApiNames.ofHttpApis(Region.US_EAST_1).id("h1t2t3p4"),
        "orders",
        Map.of(),
        isWebSocket,
        hasDefaultEndpoint,
        true,
        List.of(routes),
        authorizers,
        List.of(),
        List.of(),
        new Cors.Configuration(JsonNodeFactory.instance.objectNode()),
        Learned.nothing());
  }
}
