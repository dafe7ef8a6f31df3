package dev.rampart.local.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutMode;

/// A REST API that Rampart knows: `GET /orders` asks a user pool for a scope, and stage `prod`
/// serves it.
final class Rest {
  private static final PatchOperation OPEN = patch("/authorizationType", "NONE");

  private static final String RATE = "/*/*/throttling/rateLimit";
  private static final String BURST = "/*/*/throttling/burstLimit";

  private final Bot bot;
  private final ApiGatewayClient eve;
  final String id;
  private final String resource;
  private int methods = 1;

  /// A new one.
  Rest(Bot bot) {
    this(bot, create(bot.eve.apiGateway(), bot.name("orders")));
    bot.settle();
    Story story = story();
    // In one breath: by the time the bot looks, the stage is set up.
    bot.emulator().inject(bot.slow("rampart-apigateway", "apigateway", "GetStages", 1, 1.5));
    deploys();
    setsUp(eve, id);
    story.awaitOutcome("CLEAN");
    bot.settle();
  }

  /// One that is there already.
  Rest(Bot bot, String id) {
    this.bot = bot;
    this.eve = bot.eve.apiGateway();
    this.id = id;
    this.resource =
        eve.getResources(get -> get.restApiId(id).limit(500)).items().stream()
            .filter(each -> each.path().equals("/orders"))
            .findFirst()
            .orElseThrow()
            .id();
  }

  /// One that many methods of ask the same, which no stage serves.
  static Rest ofManyMethods(Bot bot, int count) {
    var document = new OrdersDocument(bot.name("many"), count);
    String id = bot.eve.apiGateway().importRestApi(put -> put.body(document.guarded())).id();
    Story story = bot.story("arn:aws:apigateway:us-east-1::/restapis/" + id);
    story.awaitOutcome("CLEAN");
    bot.settle();
    var api = new Rest(bot, id);
    api.methods = count;
    return api;
  }

  static String create(ApiGatewayClient creator, String name) {
    return creator.importRestApi(put -> put.body(new OrdersDocument(name, 1).guarded())).id();
  }

  /// One that asks nothing of callers.
  static String createOpen(ApiGatewayClient creator, String name) {
    return creator.importRestApi(put -> put.body(new OrdersDocument(name, 1).open())).id();
  }

  /// How many methods of the draft ask what.
  String asked() {
    var counts = new TreeMap<String, Integer>();
    bot.auditor
        .apiGateway()
        .getResources(get -> get.restApiId(id).embed("methods").limit(500))
        .items()
        .forEach(
            each ->
                each.resourceMethods()
                    .values()
                    .forEach(method -> counts.merge(method.authorizationType(), 1, Integer::sum)));
    return counts.toString();
  }

  /// Limits and logs the calls of the stage, as careful people do.
  static void setsUp(ApiGatewayClient creator, String id) {
    setsUp(creator, id, "prod");
  }

  private static void setsUp(ApiGatewayClient creator, String id, String stage) {
    patches(creator, id, stage, RATE, "100", BURST, "200", "/*/*/logging/loglevel", "ERROR");
  }

  private static void patches(
      ApiGatewayClient client, String id, String stage, String... pathsAndValues) {
    List<PatchOperation> patches = new ArrayList<>();
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      patches.add(patch(pathsAndValues[i], pathsAndValues[i + 1]));
    }
    client.updateStage(update -> update.restApiId(id).stageName(stage).patchOperations(patches));
  }

  /// Replaces settings of the stage: path, value, path, value.
  void sets(String... pathsAndValues) {
    patches(eve, id, "prod", pathsAndValues);
  }

  void liftsTheLimit() {
    sets(RATE, "10000", BURST, "5000");
  }

  /// The settings that hold for all methods of the stage.
  String settings() {
    return String.valueOf(
        bot.auditor
            .apiGateway()
            .getStage(get -> get.restApiId(id).stageName("prod"))
            .methodSettings()
            .get("*/*"));
  }

  void dropsItsWebAcl() {
    bot.eve.waf().disassociateWebACL(off -> off.resourceArn(stageArn()));
  }

  /// The web ACL of a stage.
  String webAcl(String stage) {
    return String.valueOf(
        bot.auditor.apiGateway().getStage(get -> get.restApiId(id).stageName(stage)).webAclArn());
  }

  /// Serves the same under another name.
  void servesAt(String stage) {
    String deployment = served();
    eve.createStage(create -> create.restApiId(id).stageName(stage).deploymentId(deployment));
    setsUp(eve, id, stage);
  }

  String stageArn() {
    return "arn:aws:apigateway:us-east-1::/restapis/" + id + "/stages/prod";
  }

  /// Replaces a setting of the API itself.
  void replaces(String path, String value) {
    eve.updateRestApi(
        update ->
            update
                .restApiId(id)
                .patchOperations(patch -> patch.op(Op.REPLACE).path(path).value(value)));
  }

  String policy() {
    return String.valueOf(bot.auditor.apiGateway().getRestApi(get -> get.restApiId(id)).policy());
  }

  /// What the stage serves.
  String export() {
    return bot.auditor
        .apiGateway()
        .getExport(
            get ->
                get.restApiId(id)
                    .stageName("prod")
                    .exportType("oas30")
                    .parameters(Map.of("extensions", "apigateway"))
                    .accepts("application/json"))
        .body()
        .asUtf8String();
  }

  /// The limits that a method of the stage has of its own.
  String limitOf(String key) {
    var settings =
        bot.auditor
            .apiGateway()
            .getStage(get -> get.restApiId(id).stageName("prod"))
            .methodSettings()
            .get(key);
    return settings == null
        ? "none"
        : settings.throttlingRateLimit() + " " + settings.throttlingBurstLimit();
  }

  Story story() {
    return bot.story("arn:aws:apigateway:us-east-1::/restapis/" + id);
  }

  String deploys() {
    return eve.createDeployment(create -> create.restApiId(id).stageName("prod")).id();
  }

  void opensTheMethod() {
    patches(OPEN);
  }

  /// Whoever has a key may call from now on.
  void asksForAKeyOnly() {
    patches(OPEN, patch("/apiKeyRequired", "true"));
  }

  /// A method whose requests are checked.
  void takesOrders() {
    String validator =
        eve.createRequestValidator(
                create -> create.restApiId(id).name("body").validateRequestBody(true))
            .id();
    eve.putMethod(
        put ->
            put.restApiId(id)
                .resourceId(resource)
                .httpMethod("POST")
                .authorizationType("AWS_IAM")
                .requestValidatorId(validator));
    eve.putIntegration(
        put ->
            put.restApiId(id)
                .resourceId(resource)
                .httpMethod("POST")
                .type("HTTP_PROXY")
                .integrationHttpMethod("POST")
                .uri("https://backend.example/orders"));
  }

  void checksNothing() {
    eve.updateMethod(
        update ->
            update
                .restApiId(id)
                .resourceId(resource)
                .httpMethod("POST")
                .patchOperations(patch -> patch.op(Op.REPLACE).path("/requestValidatorId")));
  }

  String validator() {
    return String.valueOf(
        bot.auditor
            .apiGateway()
            .getMethod(get -> get.restApiId(id).resourceId(resource).httpMethod("POST"))
            .requestValidatorId());
  }

  /// As people do who clean up: first the method lets go of it.
  void deletesTheAuthorizer() {
    deletesTheAuthorizer("pool");
  }

  void deletesTheAuthorizer(String name) {
    opensTheMethod();
    String authorizer =
        eve.getAuthorizers(get -> get.restApiId(id)).items().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow()
            .id();
    eve.deleteAuthorizer(delete -> delete.restApiId(id).authorizerId(authorizer));
  }

  /// A new authorizer decides from now on.
  void asksAnAuthorizer(Consumer<CreateAuthorizerRequest.Builder> authorizer) {
    var create = CreateAuthorizerRequest.builder().restApiId(id);
    authorizer.accept(create);
    String made = eve.createAuthorizer(create.build()).id();
    patches(patch("/authorizationType", "CUSTOM"), patch("/authorizerId", made));
  }

  private void patches(PatchOperation... patches) {
    eve.updateMethod(
        update ->
            update.restApiId(id).resourceId(resource).httpMethod("GET").patchOperations(patches));
  }

  private static PatchOperation patch(String path, String value) {
    return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
  }

  /// A tenth of the traffic gets the draft.
  void deploysACanary() {
    eve.createDeployment(
        create ->
            create
                .restApiId(id)
                .stageName("prod")
                .canarySettings(canary -> canary.percentTraffic(10.0)));
  }

  void isDeleted() {
    eve.deleteRestApi(delete -> delete.restApiId(id));
  }

  /// Makes the method anew, without the authorizer and with the same backend.
  void putsTheMethodAnew() {
    eve.deleteMethod(delete -> delete.restApiId(id).resourceId(resource).httpMethod("GET"));
    eve.putMethod(
        put -> put.restApiId(id).resourceId(resource).httpMethod("GET").authorizationType("NONE"));
    eve.putMethodResponse(
        put -> put.restApiId(id).resourceId(resource).httpMethod("GET").statusCode("200"));
    callsAnotherBackend("https://backend.example/orders");
  }

  /// Imports the document again, without security.
  void importsWithoutSecurity() {
    String name = bot.auditor.apiGateway().getRestApi(get -> get.restApiId(id)).name();
    eve.putRestApi(
        put ->
            put.restApiId(id)
                .mode(PutMode.OVERWRITE)
                .body(new OrdersDocument(name, methods).open()));
  }

  /// Lets the method of the draft call another backend.
  void callsAnotherBackend(String uri) {
    eve.putIntegration(
        put ->
            put.restApiId(id)
                .resourceId(resource)
                .httpMethod("GET")
                .type("HTTP_PROXY")
                .integrationHttpMethod("GET")
                .uri(uri));
  }

  /// A deployment that no stage serves.
  String snapshots() {
    return eve.createDeployment(create -> create.restApiId(id)).id();
  }

  void serves(String deployment) {
    sets("/deploymentId", deployment);
  }

  void tags(String key, String value) {
    eve.tagResource(
        tag ->
            tag.resourceArn("arn:aws:apigateway:us-east-1::/restapis/" + id)
                .tags(Map.of(key, value)));
  }

  String served() {
    return bot.auditor
        .apiGateway()
        .getStage(get -> get.restApiId(id).stageName("prod"))
        .deploymentId();
  }

  String state() {
    return described(true);
  }

  String stateWithoutIds() {
    return described(false);
  }

  private String described(boolean withIds) {
    var auditor = bot.auditor.apiGateway();
    List<String> lines = new ArrayList<>();
    auditor
        .getResources(get -> get.restApiId(id).embed("methods"))
        .items()
        .forEach(
            each ->
                each.resourceMethods()
                    .values()
                    .forEach(
                        method ->
                            lines.add(
                                "%s %s %s %s %s %s"
                                    .formatted(
                                        method.httpMethod(),
                                        each.path(),
                                        method.authorizationType(),
                                        method.authorizationScopes(),
                                        withIds ? method.authorizerId() : "",
                                        method.methodIntegration()))));
    auditor
        .getAuthorizers(get -> get.restApiId(id))
        .items()
        .forEach(
            each ->
                lines.add(each.typeAsString() + each.providerARNs() + (withIds ? each.id() : "")));
    lines.add("prod serves " + served());
    return lines.stream().sorted().collect(Collectors.joining("\n"));
  }
}
