package dev.rampart.apigateway;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.TestedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.AllowAction;
import software.amazon.awssdk.services.wafv2.model.DefaultAction;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.VisibilityConfig;

/// A REST API and a WebSocket API in the emulated account, each with a stage `prod` that nothing is
/// set up for. What people set.
final class StagedAccount {
  static final String LOG = "arn:aws:logs:us-east-1:123456789012:log-group:access";

  static final DefaultAction ALLOW =
      DefaultAction.builder().allow(AllowAction.builder().build()).build();

  private final EmulatedAccount account = EmulatedAccount.empty();
  final ApiGatewayClient rest = Samples.rest(account.person("maria"));
  final ApiGatewayV2Client http = Samples.http(account.person("maria"));
  final Wafv2Client waf = Samples.waf(account.person("maria"));
  final Caller auditor = account.person("auditor");
  final WebAcls webAcls = Samples.webAcls(account.function("rampart-apigateway"));
  final String restApi;
  final String socketApi;
  final ResourceId restId;
  final ResourceId socketId;

  StagedAccount() {
    restApi = rest.createRestApi(create -> create.name("orders")).id();
    var root = rest.getResources(get -> get.restApiId(restApi)).items().getFirst().id();
    rest.putMethod(
        put ->
            put.restApiId(restApi).resourceId(root).httpMethod("GET").authorizationType("AWS_IAM"));
    rest.putIntegration(
        put ->
            put.restApiId(restApi).resourceId(root).httpMethod("GET").type(IntegrationType.MOCK));
    rest.createDeployment(create -> create.restApiId(restApi).stageName("prod"));
    socketApi =
        http.createApi(
                create ->
                    create
                        .name("chat")
                        .protocolType(ProtocolType.WEBSOCKET)
                        .routeSelectionExpression("$request.body.action"))
            .apiId();
    http.createStage(create -> create.apiId(socketApi).stageName("prod"));
    restId = ApiNames.ofRestApis(Region.US_EAST_1).id(restApi);
    socketId = ApiNames.ofHttpApis(Region.US_EAST_1).id(socketApi);
  }

  /// Rampart, watching REST APIs for one bad state.
  <P> TestedAccount<RestApi, P> rest(Guardrail<RestApi, P> guardrail) {
    return Samples.rest(guardrail)
        .in(
            account,
            "rampart-apigateway",
            (caller, _) -> {
              var stage =
                  Samples.rest(caller).getStage(get -> get.restApiId(restApi).stageName("prod"));
              return stage.toBuilder().lastUpdatedDate(null).build().toString();
            });
  }

  /// Rampart, watching WebSocket APIs for one bad state.
  <P> TestedAccount<HttpApi, P> socket(Guardrail<HttpApi, P> guardrail) {
    return Samples.http(guardrail)
        .in(
            account,
            "rampart-apigateway",
            (caller, _) -> {
              var stage =
                  Samples.http(caller).getStage(get -> get.apiId(socketApi).stageName("prod"));
              return stage.toBuilder().lastUpdatedDate(null).build().toString();
            });
  }

  /// Rampart, watching web ACLs for one bad state.
  <P> TestedAccount<WebAcl, P> webAcl(Guardrail<WebAcl, P> guardrail) {
    return Samples.webAcl(guardrail)
        .in(account, "rampart-apigateway", (_, acl) -> acl.defence().toString());
  }

  /// Maria replaces settings of the REST API's stage: path, value, path, value.
  void sets(String... pathsAndValues) {
    var patches = new ArrayList<PatchOperation>();
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      patches.add(
          PatchOperation.builder()
              .op(Op.REPLACE)
              .path(pathsAndValues[i])
              .value(pathsAndValues[i + 1])
              .build());
    }
    rest.updateStage(
        update -> update.restApiId(restApi).stageName("prod").patchOperations(patches));
  }

  /// The ARN of the REST API's stage.
  String stageArn() {
    return restId.arn() + "/stages/prod";
  }

  /// Maria puts a new web ACL before the REST API's stage.
  ///
  /// @return its ARN
  String guards(String name) {
    var acl = creates(name);
    waf.associateWebACL(on -> on.webACLArn(acl).resourceArn(stageArn()));
    return acl;
  }

  static VisibilityConfig seen(String metric) {
    return VisibilityConfig.builder()
        .metricName(metric)
        .sampledRequestsEnabled(true)
        .cloudWatchMetricsEnabled(true)
        .build();
  }

  /// Maria creates a web ACL that guards nothing yet.
  ///
  /// @return its ARN
  String creates(String name) {
    return waf.createWebACL(
            create ->
                create
                    .name(name)
                    .scope(Scope.REGIONAL)
                    .defaultAction(ALLOW)
                    .visibilityConfig(seen(name)))
        .summary()
        .arn();
  }

  /// Maria removes settings of the REST API's stage.
  void removes(String path) {
    rest.updateStage(
        update ->
            update
                .restApiId(restApi)
                .stageName("prod")
                .patchOperations(
                    List.of(PatchOperation.builder().op(Op.REMOVE).path(path).build())));
  }

  /// Maria changes settings of the WebSocket API's stage.
  void changes(Consumer<UpdateStageRequest.Builder> change) {
    http.updateStage(
        update -> {
          update.apiId(socketApi).stageName("prod");
          change.accept(update);
        });
  }
}
