package dev.rampart.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.endtoend.AccountExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;

/// What a change costs in calls to API Gateway, however many APIs there are and however large they
/// are.
@ExtendWith(AccountExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiCallsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // What was looked at a moment ago is loaded once more before it is fixed.
  private static final Duration A_MOMENT = Duration.ofSeconds(6);

  private static final String OPERATION =
      """
      {"security": [{"guard": ["orders/read"]}], "responses": {"200": {"description": "ok"}},
       "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "GET",
         "payloadFormatVersion": "1.0", "uri": "https://backend.example/orders"}}
      """;
  private static final String POOL =
      """
      {"type": "apiKey", "name": "Authorization", "in": "header",
       "x-amazon-apigateway-authtype": "cognito_user_pools",
       "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs":
         ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"]}}
      """;
  private static final String TOKENS =
      """
      {"type": "oauth2", "flows": {}, "x-amazon-apigateway-authorizer": {"type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {"issuer": "https://issuer.example", "audience": ["orders"]}}}
      """;

  private final Account account;
  private final Map<String, Cost> table = new TreeMap<>();
  private Clients eve;

  ApiCallsIT(Account account) {
    this.account = account;
    this.eve = account.person("AKIAEVE", "Developer", "eve");
  }

  /// Calls to API Gateway.
  private record Cost(long reads, long writes) {}

  /// An API that Rampart knows.
  private record Sample(String arn, Runnable open) {}

  @Test
  void aChangeCostsTheSameHoweverManyApisThereAre() throws InterruptedException {
    eve = account.person("AKIAEVE", "Developer", "eve");
    List<List<Cost>> costs = new ArrayList<>();
    int there = 0;
    for (int count : new int[] {1, 10, 50}) {
      for (; there < count - 1; there++) {
        Rest.create(eve.apiGateway(), "other-" + there);
        eve.apiGatewayV2().importApi(put -> put.body(document(1, TOKENS)));
      }
      String among = "%2d of a kind".formatted(count);
      costs.add(costs(among, rest(1), http(1)));
      there++;
    }
    assertThat(costs).containsOnly(costs.getFirst());
  }

  @Test
  void aChangeCostsTheSameHoweverLargeTheApiIs() throws InterruptedException {
    eve = account.person("AKIAEVE", "Developer", "eve");
    List<Cost> small = costs("  3 resources", rest(3), http(3));

    // As many resources and routes as AWS allows: 900 methods, 300 routes.
    assertThat(costs("300 resources", rest(300), http(100))).isEqualTo(small);

    // With a raised quota: a second page of resources, each time that the API is loaded.
    List<Cost> paged = costs("600 resources", rest(600), http(3));
    assertThat(paged.subList(2, 4)).isEqualTo(small.subList(2, 4));
    assertThat(paged.getFirst()).isEqualTo(new Cost(small.getFirst().reads() + 1, 0));
    assertThat(paged.get(1).writes()).isEqualTo(small.get(1).writes());
    assertThat(paged.get(1).reads() - small.get(1).reads())
        .isEqualTo(loads(small.get(1), small.getFirst()));
  }

  private static long loads(Cost fix, Cost look) {
    return fix.reads() / look.reads();
  }

  /// Of a look at and a fix of a REST API, then of an HTTP API.
  private List<Cost> costs(String what, Sample rest, Sample http) throws InterruptedException {
    account.settle(PATIENCE);
    Cost restClean = cost("REST API CLEAN, " + what, () -> tag(rest));
    Cost httpClean = cost("HTTP API CLEAN, " + what, () -> tag(http));
    Thread.sleep(A_MOMENT);
    long fixed = told("FIXED");
    Cost restFixed = cost("REST API FIXED, " + what, rest.open());
    Cost httpFixed = cost("HTTP API FIXED, " + what, http.open());
    assertThat(told("FIXED")).isEqualTo(fixed + 2);
    return List.of(restClean, restFixed, httpClean, httpFixed);
  }

  private void tag(Sample api) {
    if (api.arn().contains("/restapis/")) {
      eve.apiGateway().tagResource(tag -> tag.resourceArn(api.arn()).tags(Map.of("team", "shop")));
    } else {
      eve.apiGatewayV2()
          .tagResource(tag -> tag.resourceArn(api.arn()).tags(Map.of("team", "shop")));
    }
  }

  private Cost cost(String what, Runnable change) {
    long since = last();
    change.run();
    account.settle(PATIENCE);
    List<RecordedCall> calls =
        account.emulator().calls(since).stream()
            .filter(call -> call.accessKeyId().equals(account.accessKeyOf("rampart-apigateway")))
            .filter(call -> call.service().startsWith("apigateway"))
            .toList();
    long reads = calls.stream().filter(RecordedCall::readOnly).count();
    var cost = new Cost(reads, calls.size() - reads);
    table.put(what, cost);
    return cost;
  }

  private long last() {
    return account.emulator().lastCall();
  }

  private long told(String outcome) {
    return account.inbox().alerts().stream().map(Alert::outcome).filter(outcome::equals).count();
  }

  private Sample rest(int resources) {
    var client = eve.apiGateway();
    var document = SdkBytes.fromString(document(resources, POOL), UTF_8);
    String id = client.importRestApi(put -> put.body(document)).id();
    client.createDeployment(create -> create.restApiId(id).stageName("prod"));
    Rest.setsUp(client, id);
    String resource =
        client.getResourcesPaginator(get -> get.restApiId(id).limit(500)).items().stream()
            .filter(each -> each.path().equals("/r0"))
            .findFirst()
            .orElseThrow()
            .id();
    return new Sample(
        "arn:aws:apigateway:us-east-1::/restapis/" + id,
        () ->
            client.updateMethod(
                update ->
                    update
                        .restApiId(id)
                        .resourceId(resource)
                        .httpMethod("GET")
                        .patchOperations(
                            patch ->
                                patch.op(Op.REPLACE).path("/authorizationType").value("NONE"))));
  }

  private Sample http(int paths) {
    var client = eve.apiGatewayV2();
    String id = client.importApi(put -> put.body(document(paths, TOKENS))).apiId();
    client.createStage(
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
    String route =
        client.getRoutes(get -> get.apiId(id).maxResults("500")).items().stream()
            .filter(each -> each.routeKey().equals("GET /r0"))
            .findFirst()
            .orElseThrow()
            .routeId();
    return new Sample(
        "arn:aws:apigateway:us-east-1::/apis/" + id,
        () ->
            client.updateRoute(
                update ->
                    update.apiId(id).routeId(route).authorizationType(AuthorizationType.NONE)));
  }

  private static String document(int paths, String guard) {
    String verbs =
        List.of("get", "head", "delete").stream()
            .map(verb -> "\"%s\": %s".formatted(verb, OPERATION))
            .collect(Collectors.joining(", "));
    String all =
        IntStream.range(0, paths)
            .mapToObj(i -> "\"/r%d\": {%s}".formatted(i, verbs))
            .collect(Collectors.joining(", "));
    return """
    {"openapi": "3.0.1", "info": {"title": "orders", "version": "1"}, "paths": {%s},
     "components": {"securitySchemes": {"guard": %s}}}
    """
        .formatted(all, guard);
  }

  @AfterAll
  void print() throws IOException {
    var text =
        new StringBuilder("%-45s%10s%10s".formatted("calls to API Gateway", "reads", "writes"));
    table.forEach(
        (what, cost) ->
            text.append("%n%-45s%10d%10d".formatted(what, cost.reads(), cost.writes())));
    System.out.println(text);
    Files.writeString(Path.of("target/api-calls.txt"), text + System.lineSeparator());
  }
}
