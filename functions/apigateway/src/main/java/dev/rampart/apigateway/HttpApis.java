package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Requests;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.Deployment;
import software.amazon.awssdk.services.apigatewayv2.model.DomainName;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;

/// Reads HTTP and WebSocket APIs.
public final class HttpApis implements Domain<HttpApi> {
  private static final String PAGE = "500";
  private static final Duration CHANGING = Duration.ofSeconds(10);

  private final ApiGatewayV2Client client;
  private final ApiNames names;

  public HttpApis(ApiGatewayV2Client client, Region region) {
    this.client = client;
    this.names = ApiNames.ofHttpApis(region);
  }

  @Override
  public String type() {
    return "AWS::ApiGatewayV2::Api";
  }

  @Override
  public List<Guardrail<HttpApi, ?>> guardrails() {
    return List.of(
        new UnauthenticatedRoute(),
        new FullRequestLogging<>(),
        new UnthrottledStage<>(),
        new SilentStage<>(),
        new OpenCors<>(),
        new ApiKeyOnly<>(),
        new WeakenedAuthorizer<>(),
        new OpenApiPolicy<>());
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.touchedBy(change);
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return names.isCreatedBy(change, id);
  }

  @Override
  public Loaded<HttpApi> load(ResourceId id) {
    GetApiResponse api;
    try {
      api = client.getApi(get -> get.apiId(id.name()));
    } catch (NotFoundException _) {
      return new Loaded.Gone<>();
    }
    try {
      return new Loaded.Present<>(read(id, api));
    } catch (NotFoundException _) {
      // The API may be gone as well by now; the next look tells.
      return new Loaded.Unsettled<>("a part of the API was deleted while it was read", CHANGING);
    }
  }

  @Override
  public HttpApi learn(HttpApi api, Set<Fact> facts) {
    var id = api.id().name();
    var learned = api.learned();
    if (facts.contains(Read.DEPLOYMENTS)) {
      learned = learned.withDeployments(deployments(id));
    }
    if (facts.contains(Read.UNPUBLISHED)) {
      learned = learned.withUnpublished(unpublished(api));
    }
    if (facts.contains(Read.DOMAIN_NAMES)) {
      learned = learned.withCertificates(asksCertificates(id));
    }
    return api.with(learned);
  }

  @Override
  public Stream<ResourceId> all() {
    return Pages.of(
            token -> client.getApis(get -> get.maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .map(api -> names.id(api.apiId()));
  }

  @Override
  public double callsPerSecond() {
    return 5; // half of what API Gateway grants a whole account
  }

  @Override
  public int callsPerLook() {
    return 5; // with one page of routes, and one stage that is deployed by hand
  }

  private HttpApi read(ResourceId id, GetApiResponse api) {
    var authorizers = authorizers(id.name());
    var byId = authorizers.stream().collect(Collectors.toMap(Authorizer::id, Function.identity()));
    var stages = stages(id.name());
    var isWebSocket = api.protocolType() == ProtocolType.WEBSOCKET;
    return new HttpApi(
        id,
        text(api.name()),
        api.tags(),
        isWebSocket,
        !Boolean.TRUE.equals(api.disableExecuteApiEndpoint()),
        stages.stream().anyMatch(HttpApis::deploysItself),
        routes(id.name(), byId),
        authorizers,
        isWebSocket ? List.of() : served(id.name(), stages), // these cannot be exported
        stages.stream().map(each -> Stages.of(each, isWebSocket)).toList(),
        new Cors.Configuration(
            api.corsConfiguration() == null
                ? JsonNodeFactory.instance.objectNode()
                : Requests.toJson(api.corsConfiguration())),
        Learned.nothing());
  }

  private List<Access.Draft> routes(String api, Map<String, Authorizer> authorizers) {
    return Pages.of(
            token -> client.getRoutes(get -> get.apiId(api).maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .map(route -> route(route, authorizers))
        .toList();
  }

  private static Access.Draft route(Route route, Map<String, Authorizer> authorizers) {
    var type =
        route.authorizationTypeAsString() == null ? "NONE" : route.authorizationTypeAsString();
    var authorization =
        new Authorization(
            type,
            text(route.authorizerId()),
            route.authorizationScopes(),
            Boolean.TRUE.equals(route.apiKeyRequired()));
    return new Access.Draft(
        route.routeKey(),
        route.routeId(),
        authorization,
        authorization.hasAuthorizer() ? authorizers.get(authorization.authorizerId()) : null);
  }

  private List<Authorizer> authorizers(String api) {
    return Pages.of(
            token -> client.getAuthorizers(get -> get.apiId(api).maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .map(Authorizer::of)
        .toList();
  }

  private List<software.amazon.awssdk.services.apigatewayv2.model.Stage> stages(String api) {
    return Pages.of(
            token -> client.getStages(get -> get.apiId(api).maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .toList();
  }

  private static boolean deploysItself(
      software.amazon.awssdk.services.apigatewayv2.model.Stage stage) {
    return Boolean.TRUE.equals(stage.autoDeploy());
  }

  private List<Access.Live> served(
      String api, List<software.amazon.awssdk.services.apigatewayv2.model.Stage> stages) {
    var served = new ArrayList<Access.Live>();
    for (var stage : stages) {
      if (!deploysItself(stage) && stage.deploymentId() != null) {
        served.addAll(served(api, stage));
      }
    }
    return served;
  }

  private List<Access.Live> served(
      String api, software.amazon.awssdk.services.apigatewayv2.model.Stage stage) {
    var settings = Stages.of(stage, false);
    var calls = new HttpStageCalls(api);
    return export(api, stage.stageName())
        .map(
            export ->
                export.served(
                    stage.stageName(),
                    stage.deploymentId(),
                    operation -> calls.isShut(settings, operation)))
        .orElse(List.of());
  }

  /// Compares the draft with what each stage serves that is deployed by hand.
  private Map<String, Unpublished> unpublished(HttpApi api) {
    var unpublished = new HashMap<String, Unpublished>();
    var stages = api.served().stream().map(Access.Live::stage).collect(Collectors.toSet());
    var draft = stages.isEmpty() ? Optional.<Export>empty() : export(api.id().name(), null);
    for (var stage : stages) {
      export(api.id().name(), stage)
          .flatMap(served -> draft.flatMap(each -> Unpublished.between(each, served)))
          .ifPresent(difference -> unpublished.put(stage, difference));
    }
    return unpublished;
  }

  /// @param stage null for the draft
  private Optional<Export> export(String api, @Nullable String stage) {
    try {
      var answer =
          client.exportApi(
              get ->
                  get.apiId(api)
                      .stageName(stage)
                      .specification("OAS30")
                      .outputType("JSON")
                      .includeExtensions(true));
      return Export.parse(answer.body().asUtf8String());
    } catch (BadRequestException _) {
      return Optional.empty(); // nothing that is deployed
    }
  }

  private Set<String> deployments(String api) {
    return Pages.of(
            token -> client.getDeployments(get -> get.apiId(api).maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .map(Deployment::deploymentId)
        .collect(Collectors.toSet());
  }

  private boolean asksCertificates(String api) {
    return Pages.of(
            token -> client.getDomainNames(get -> get.maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .filter(domain -> !asksCertificate(domain))
        .noneMatch(domain -> serves(domain, api));
  }

  private static boolean asksCertificate(DomainName domain) {
    return domain.mutualTlsAuthentication() != null
        && domain.mutualTlsAuthentication().truststoreUri() != null;
  }

  private boolean serves(DomainName domain, String api) {
    var name = domain.domainName();
    return Pages.of(
            token ->
                client.getApiMappings(
                    get -> get.domainName(name).maxResults(PAGE).nextToken(token)),
            answer -> answer.items(),
            answer -> answer.nextToken())
        .anyMatch(mapping -> api.equals(mapping.apiId()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
