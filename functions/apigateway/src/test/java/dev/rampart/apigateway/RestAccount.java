package dev.rampart.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.TestedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutMethodRequest;
import software.amazon.awssdk.services.apigateway.model.PutMode;

/// A REST API in the emulated account: `GET /orders` asks a user pool for a scope, and stage `prod`
/// serves it. What people do to it.
final class RestAccount {
  private static final String SCHEME =
      """
      "pool": {"type": "apiKey", "name": "Authorization", "in": "header",
       "x-amazon-apigateway-authtype": "cognito_user_pools",
       "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools",
         "providerARNs": ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"]}}
      """;
  private static final String SECURITY = "\"security\": [{\"pool\": [\"orders/read\"]}],";
  private static final String BACKEND = "https://backend.example/orders";

  private final EmulatedAccount account;
  final TestedAccount<RestApi, Access> rampart;
  final ApiGatewayClient maria;
  final String api;
  final ResourceId id;
  final String goodDeployment;
  private final String before;

  RestAccount() {
    this.account = EmulatedAccount.empty();
    this.maria = Samples.rest(account.person("maria"));
    this.rampart =
        Samples.methodTester().in(account, "rampart-apigateway", RestAccount::everything);
    this.api = maria.importRestApi(put -> put.body(document(BACKEND, SECURITY, SCHEME))).id();
    this.id = ApiNames.ofRestApis(Region.US_EAST_1).id(api);
    this.goodDeployment = deploys();
    rampart.learns(id);
    this.before = asked(maria, api);
  }

  /// Rampart, watching for another bad state.
  <P> TestedAccount<RestApi, P> watchedBy(Guardrail<RestApi, P> guardrail) {
    return Samples.rest(guardrail).in(account, "rampart-apigateway", RestAccount::everything);
  }

  /// Maria lets the method take tokens of every scope.
  void dropsTheScopes() {
    var scope =
        PatchOperation.builder()
            .op(Op.REMOVE)
            .path("/authorizationScopes")
            .value("orders/read")
            .build();
    maria.updateMethod(
        update ->
            update.restApiId(api).resourceId(resource()).httpMethod("GET").patchOperations(scope));
  }

  /// Maria replaces a setting of the API.
  void sets(String path, String value) {
    maria.updateRestApi(update -> update.restApiId(api).patchOperations(replace(path, value)));
  }

  /// Maria publishes the draft.
  String deploys() {
    return maria.createDeployment(create -> create.restApiId(api).stageName("prod")).id();
  }

  /// Maria removes the authorizer from the method.
  void patchesTheMethod() {
    maria.updateMethod(
        update ->
            update
                .restApiId(api)
                .resourceId(resource())
                .httpMethod("GET")
                .patchOperations(replace("/authorizationType", "NONE")));
  }

  /// Maria, or Rampart before this look, gives the method its authorizer back.
  void restoresTheMethod() {
    var authorizer = maria.getAuthorizers(get -> get.restApiId(api)).items().getFirst().id();
    maria.updateMethod(
        update ->
            update
                .restApiId(api)
                .resourceId(resource())
                .httpMethod("GET")
                .patchOperations(
                    replace("/authorizationType", "COGNITO_USER_POOLS"),
                    replace("/authorizerId", authorizer),
                    PatchOperation.builder()
                        .op(Op.ADD)
                        .path("/authorizationScopes")
                        .value("orders/read")
                        .build()));
  }

  /// Maria adds a method that asks for a signature.
  void addsASignedMethod() {
    adds(put -> put.httpMethod("POST").authorizationType("AWS_IAM"));
  }

  /// Maria adds a method that asks the same authorizer.
  void addsAGuardedMethod() {
    var authorizer = maria.getAuthorizers(get -> get.restApiId(api)).items().getFirst().id();
    adds(
        put ->
            put.httpMethod("DELETE")
                .authorizationType("COGNITO_USER_POOLS")
                .authorizerId(authorizer));
  }

  /// Maria adds a method with a backend.
  void adds(Consumer<PutMethodRequest.Builder> method) {
    var resource = resource();
    var put = PutMethodRequest.builder().restApiId(api).resourceId(resource);
    method.accept(put);
    var request = put.build();
    maria.putMethod(request);
    integrates(request.httpMethod(), BACKEND);
  }

  /// Maria takes the authorizer's result for longer.
  void changesTheAuthorizer() {
    var authorizer = maria.getAuthorizers(get -> get.restApiId(api)).items().getFirst().id();
    maria.updateAuthorizer(
        update ->
            update
                .restApiId(api)
                .authorizerId(authorizer)
                .patchOperations(replace("/authorizerResultTtlInSeconds", "3600")));
  }

  /// What the stage serves, by its export.
  String export(Caller caller) {
    return Samples.rest(caller)
        .getExport(
            get ->
                get.restApiId(api)
                    .stageName("prod")
                    .exportType("oas30")
                    .parameters(Map.of("extensions", "apigateway"))
                    .accepts("application/json"))
        .body()
        .asUtf8String();
  }

  /// Maria makes the method anew, without the authorizer.
  void putsTheMethodAnew() {
    var resource = resource();
    maria.deleteMethod(delete -> delete.restApiId(api).resourceId(resource).httpMethod("GET"));
    maria.putMethod(
        put -> put.restApiId(api).resourceId(resource).httpMethod("GET").authorizationType("NONE"));
    maria.putMethodResponse(
        put -> put.restApiId(api).resourceId(resource).httpMethod("GET").statusCode("200"));
    integrates(BACKEND);
  }

  /// Maria imports the document again, without security.
  void importsWithoutSecurity() {
    maria.putRestApi(
        put -> put.restApiId(api).mode(PutMode.OVERWRITE).body(document(BACKEND, "", "")));
  }

  /// Maria removes the authorizer from the method, then deletes it.
  void deletesTheAuthorizer() {
    patchesTheMethod();
    var authorizer = maria.getAuthorizers(get -> get.restApiId(api)).items().getFirst().id();
    maria.deleteAuthorizer(delete -> delete.restApiId(api).authorizerId(authorizer));
  }

  /// Maria lets the method call another backend.
  void integrates(String uri) {
    integrates("GET", uri);
  }

  private void integrates(String verb, String uri) {
    maria.putIntegration(
        put ->
            put.restApiId(api)
                .resourceId(resource())
                .httpMethod(verb)
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("GET")
                .uri(uri));
  }

  /// Maria points the stage at a deployment.
  void serves(String deployment) {
    maria.updateStage(
        update ->
            update
                .restApiId(api)
                .stageName("prod")
                .patchOperations(replace("/deploymentId", deployment)));
  }

  /// Whether the draft asks exactly what it asked in the beginning, whatever ids that takes.
  boolean draftAsksWhatItAsked(Caller caller) {
    return asked(Samples.rest(caller), api).equals(before);
  }

  /// The deployment that the stage serves.
  String served(Caller caller) {
    return Samples.rest(caller)
        .getStage(get -> get.restApiId(api).stageName("prod"))
        .deploymentId();
  }

  /// Somebody who only looks.
  Caller auditor() {
    return account.person("auditor");
  }

  /// How many calls the function made so far.
  long calls() {
    return account.callsOf(account.function("rampart-apigateway")).size();
  }

  /// The id of the resource `/orders`.
  String resource() {
    return maria.getResources(get -> get.restApiId(api)).items().stream()
        .filter(each -> each.path().equals("/orders"))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static PatchOperation replace(String path, String value) {
    return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
  }

  private static SdkBytes document(String backend, String security, String scheme) {
    var text =
        """
        {"openapi": "3.0.1", "info": {"title": "orders", "version": "1"},
         "paths": {"/orders": {"get": {%s
           "responses": {"200": {"description": "ok"}},
           "x-amazon-apigateway-integration":
             {"type": "http_proxy", "httpMethod": "GET", "uri": "%s"}}}},
         "components": {"securitySchemes": {%s}}}
        """
            .formatted(security, backend, scheme);
    return SdkBytes.fromString(text, UTF_8);
  }

  /// Type, authorizer and scopes of each method, the authorizer by its definition.
  private static String asked(ApiGatewayClient client, String api) {
    var authorizers =
        client.getAuthorizers(get -> get.restApiId(api)).items().stream()
            .map(Authorizer::of)
            .collect(Collectors.toMap(Authorizer::id, each -> each.definition().toString()));
    return client.getResources(get -> get.restApiId(api).embed("methods")).items().stream()
        .map(
            resource ->
                resource.path()
                    + resource.resourceMethods().values().stream()
                        .map(
                            method ->
                                List.of(
                                    method.httpMethod(),
                                    method.authorizationType(),
                                    method.authorizationScopes(),
                                    method.apiKeyRequired(),
                                    authorizers.getOrDefault(
                                        String.valueOf(method.authorizerId()), "-")))
                        .toList())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /// All that an undo has to bring back.
  private static String everything(Caller caller, RestApi api) {
    var client = Samples.rest(caller);
    var id = api.restApiId();
    var lines = new ArrayList<String>();
    client
        .getResources(get -> get.restApiId(id).embed("methods"))
        .items()
        .forEach(each -> lines.add(each.toString()));
    client
        .getAuthorizers(get -> get.restApiId(id))
        .items()
        .forEach(each -> lines.add(each.toString()));
    client
        .getStages(get -> get.restApiId(id))
        .item()
        .forEach(
            each ->
                lines.add(each.stageName() + " " + each.deploymentId() + each.methodSettings()));
    client.getDeployments(get -> get.restApiId(id)).items().forEach(each -> lines.add(each.id()));
    var itself = client.getRestApi(get -> get.restApiId(id));
    lines.add(itself.policy() + itself.disableExecuteApiEndpoint());
    return lines.stream().sorted().collect(Collectors.joining("\n"));
  }
}
