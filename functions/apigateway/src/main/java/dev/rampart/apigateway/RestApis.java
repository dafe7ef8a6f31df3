package dev.rampart.apigateway;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKeySourceType;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.DomainName;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.RequestValidator;

/// Reads REST APIs. The number of calls hangs on the number of stages, not on that of the methods.
public final class RestApis implements Domain<RestApi> {
  // What AWS gives at most per page of resources, authorizers and deployments.
  private static final int PAGE = 500;
  private static final Duration CHANGING = Duration.ofSeconds(10);

  private final ApiGatewayClient client;
  private final WebAcls webAcls;
  private final ApiNames names;

  RestApis(ApiGatewayClient client, WebAcls webAcls, Region region) {
    this.client = client;
    this.webAcls = webAcls;
    this.names = ApiNames.ofRestApis(region);
  }

  @Override
  public String type() {
    return "AWS::ApiGateway::RestApi";
  }

  @Override
  public List<Guardrail<RestApi, ?>> guardrails() {
    return List.of(
        new UnauthenticatedMethod(),
        new DetachedWebAcl(),
        new MissingWebAcl(),
        new FullRequestLogging<>(),
        new UnthrottledStage<>(),
        new SilentStage<>(),
        new OpenCors<>(),
        new ApiKeyOnly<>(),
        new UnvalidatedRequests(),
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
  public Loaded<RestApi> load(ResourceId id) {
    GetRestApiResponse api;
    try {
      api = client.getRestApi(get -> get.restApiId(id.name()));
    } catch (NotFoundException _) {
      return new Loaded.Gone<>();
    }
    if (api.apiStatus() == ApiStatus.UPDATING) {
      return new Loaded.Unsettled<>("API Gateway is still updating the API", CHANGING);
    }
    try {
      return new Loaded.Present<>(read(id, api));
    } catch (NotFoundException _) {
      // The API may be gone as well by now; the next look tells.
      return new Loaded.Unsettled<>("a part of the API was deleted while it was read", CHANGING);
    }
  }

  @Override
  public RestApi learn(RestApi api, Set<Fact> facts) {
    var id = api.restApiId();
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
    if (facts.contains(Read.VALIDATORS)) {
      learned = learned.withValidators(validators(id));
    }
    if (facts.contains(Read.WEB_ACLS)) {
      learned = learned.withWebAcls(webAcls.arns());
    }
    return api.with(learned);
  }

  @Override
  public Stream<ResourceId> all() {
    return client.getRestApisPaginator(get -> get.limit(PAGE)).items().stream()
        .map(api -> names.id(api.id()));
  }

  @Override
  public double callsPerSecond() {
    return 5; // half of what API Gateway grants a whole account
  }

  @Override
  public int callsPerLook() {
    return 7; // with one stage, and one page of resources
  }

  private RestApi read(ResourceId id, GetRestApiResponse api) {
    var authorizers = authorizers(id.name());
    var stages = client.getStages(get -> get.restApiId(id.name())).item();
    var byId = authorizers.stream().collect(Collectors.toMap(Authorizer::id, Function.identity()));
    var types =
        api.endpointConfiguration() == null
            ? List.<EndpointType>of()
            : api.endpointConfiguration().types();
    var draft = RestDraft.read(client, id.name(), byId);
    return new RestApi(
        id,
        text(api.name()),
        api.tags(),
        types.contains(EndpointType.PRIVATE),
        !Boolean.TRUE.equals(api.disableExecuteApiEndpoint()),
        text(api.policy()),
        draft.methods(),
        authorizers,
        served(id.name(), stages),
        stages.stream().map(Stages::of).toList(),
        draft.validations(),
        draft.cors(),
        Learned.nothing());
  }

  private List<Authorizer> authorizers(String api) {
    var authorizers = new ArrayList<Authorizer>();
    String position = null;
    do {
      var from = position;
      var page = client.getAuthorizers(get -> get.restApiId(api).limit(PAGE).position(from));
      page.items().forEach(each -> authorizers.add(Authorizer.of(each)));
      position = page.position();
    } while (position != null);
    return authorizers;
  }

  private List<RestApi.Served> served(
      String api, List<software.amazon.awssdk.services.apigateway.model.Stage> stages) {
    var summaries = new HashMap<String, Map<String, Map<String, MethodSnapshot>>>();
    var served = new ArrayList<RestApi.Served>();
    for (var stage : stages) {
      if (stage.deploymentId() != null) {
        var summary = summaries.computeIfAbsent(stage.deploymentId(), each -> summary(api, each));
        served.add(served(api, stage, summary));
      }
      var canary = stage.canarySettings() == null ? null : stage.canarySettings().deploymentId();
      if (canary != null && !canary.equals(stage.deploymentId())) {
        var summary = summaries.computeIfAbsent(canary, each -> summary(api, each));
        // A canary cannot be exported.
        var deployed = new Deployed(stage.stageName(), true, canary, "", "");
        served.add(
            new RestApi.Served(stage.stageName(), true, null, live(api, stage, deployed, summary)));
      }
    }
    return served;
  }

  private RestApi.Served served(
      String api,
      software.amazon.awssdk.services.apigateway.model.Stage stage,
      Map<String, Map<String, MethodSnapshot>> summary) {
    var export = export(api, stage.stageName());
    var deployed =
        new Deployed(
            stage.stageName(),
            false,
            stage.deploymentId(),
            export.map(Export::content).orElse(""),
            export.map(Export::demands).orElse(""));
    return new RestApi.Served(
        stage.stageName(), false, policyOf(export), live(api, stage, deployed, summary));
  }

  private static @Nullable String policyOf(Optional<Export> export) {
    return export.isPresent() ? export.get().policy() : null;
  }

  private static List<Access.Live> live(
      String api,
      software.amazon.awssdk.services.apigateway.model.Stage stage,
      Deployed deployed,
      Map<String, Map<String, MethodSnapshot>> summary) {
    var asked = new TreeMap<String, Deployed.Asked>();
    summary.forEach(
        (path, methods) ->
            methods.forEach((verb, method) -> asked.put(verb + " " + path, asked(method))));
    var settings = Stages.of(stage);
    var calls = new RestStageCalls(api);
    return deployed.live(asked, operation -> calls.isShut(settings, operation));
  }

  private static Deployed.Asked asked(MethodSnapshot method) {
    return new Deployed.Asked(
        text(method.authorizationType()), Boolean.TRUE.equals(method.apiKeyRequired()));
  }

  private Map<String, Map<String, MethodSnapshot>> summary(String api, String deployment) {
    return client
        .getDeployment(get -> get.restApiId(api).deploymentId(deployment).embed("apisummary"))
        .apiSummary();
  }

  private Optional<Export> export(String api, String stage) {
    try {
      var answer =
          client.getExport(
              get ->
                  get.restApiId(api)
                      .stageName(stage)
                      .exportType("oas30")
                      .parameters(Map.of("extensions", "apigateway,authorizers"))
                      .accepts("application/json"));
      return Export.parse(answer.body().asUtf8String());
    } catch (BadRequestException _) {
      return Optional.empty(); // some models cannot be written as OpenAPI
    }
  }

  /// Compares the draft with what each stage serves. A canary cannot be exported.
  private Map<String, Unpublished> unpublished(RestApi api) {
    var resources = RestDraft.resources(client, api.restApiId());
    var checks = requestValidators(api.restApiId()).toList();
    var draft = DraftDocument.of(resources, api.authorizers(), checks, api.policy());
    var unpublished = new HashMap<String, Unpublished>();
    if (draft.isPresent() && isOrdinary(api.restApiId()) && !hasOwnAnswers(api.restApiId())) {
      for (var each : api.served()) {
        export(api.restApiId(), each.stage())
            .filter(_ -> !each.canary())
            .flatMap(served -> Unpublished.between(draft.get(), served))
            .ifPresent(difference -> unpublished.put(each.stage(), difference));
      }
    }
    return unpublished;
  }

  // What takes effect with a deployment too, and of which it is not certain how an export says it.
  private boolean isOrdinary(String api) {
    var settings = client.getRestApi(get -> get.restApiId(api));
    return settings.binaryMediaTypes().isEmpty()
        && settings.minimumCompressionSize() == null
        && (settings.apiKeySource() == null || settings.apiKeySource() == ApiKeySourceType.HEADER);
  }

  // How an export says them is not certain.
  private boolean hasOwnAnswers(String api) {
    return Pages.of(
            from ->
                client.getGatewayResponses(get -> get.restApiId(api).limit(PAGE).position(from)),
            answer -> answer.items(),
            answer -> answer.position())
        .anyMatch(each -> !Boolean.TRUE.equals(each.defaultResponse()));
  }

  private Set<String> deployments(String api) {
    var deployments = new HashSet<String>();
    client
        .getDeploymentsPaginator(get -> get.restApiId(api).limit(PAGE))
        .items()
        .forEach(each -> deployments.add(each.id()));
    return deployments;
  }

  private Set<String> validators(String api) {
    return requestValidators(api)
        .filter(
            each ->
                Boolean.TRUE.equals(each.validateRequestBody())
                    || Boolean.TRUE.equals(each.validateRequestParameters()))
        .map(RequestValidator::id)
        .collect(Collectors.toSet());
  }

  private Stream<RequestValidator> requestValidators(String api) {
    return Pages.of(
        from -> client.getRequestValidators(get -> get.restApiId(api).limit(PAGE).position(from)),
        answer -> answer.items(),
        answer -> answer.position());
  }

  private boolean asksCertificates(String api) {
    return client.getDomainNamesPaginator(get -> get.limit(PAGE)).items().stream()
        .filter(domain -> !asksCertificate(domain))
        .noneMatch(domain -> serves(domain, api));
  }

  private static boolean asksCertificate(DomainName domain) {
    return domain.mutualTlsAuthentication() != null
        && domain.mutualTlsAuthentication().truststoreUri() != null;
  }

  private boolean serves(DomainName domain, String api) {
    return client
        .getBasePathMappingsPaginator(get -> get.domainName(domain.domainName()).limit(PAGE))
        .items()
        .stream()
        .anyMatch(mapping -> api.equals(mapping.restApiId()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
