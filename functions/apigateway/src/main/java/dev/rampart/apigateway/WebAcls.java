package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.ResourceType;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.WafNonexistentItemException;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

/// Reads the web ACLs of the Region. Those of CloudFront guard no API's stage.
public final class WebAcls implements Domain<WebAcl> {
  private static final int PAGE = 100;
  private static final int APIS = 500;
  private static final String TYPE = "AWS::WAFv2::WebACL";

  private final Wafv2Client client;
  private final Region region;
  private final Pattern arn;

  public WebAcls(Wafv2Client client, Region region) {
    this.client = client;
    this.region = region;
    this.arn =
        Pattern.compile(
            "arn:[a-z-]+:wafv2:" + region.id() + ":[0-9]{12}:regional/webacl/[\\w-]+/[\\w-]+");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Guardrail<WebAcl, ?>> guardrails() {
    return List.of(new WeakenedWebAcl());
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    var named =
        switch (change.cause()) {
          case ApiCall call -> ofCall(call, change);
          case ConfigItem item when item.resourceType().equals(TYPE) ->
              Stream.of(item.arn(), item.resourceId());
          case ConfigCompliance compliance when compliance.resourceType().equals(TYPE) ->
              Stream.of(compliance.resourceId());
          case DataCall _, ConfigItem _, ConfigCompliance _, Finding _, Sweep _ ->
              Stream.<String>empty();
        };
    return named
        .filter(each -> arn.matcher(each).matches())
        .map(WebAcls::id)
        .collect(Collectors.toSet());
  }

  private Stream<String> ofCall(ApiCall call, Change change) {
    if (!call.source().equals("wafv2.amazonaws.com")) {
      return Stream.of();
    }
    // One that begins to guard a stage is remembered as it is then.
    var guarded = call.requested("resourceArn");
    return Stream.of(
        guarded.contains(":apigateway:") ? call.requested("webACLArn") : "",
        call.requested("resourceARN"),
        ofUpdate(call.request(), change));
  }

  private String ofUpdate(JsonNode request, Change change) {
    if (!request.path("scope").asText("").equals("REGIONAL")) {
      return "";
    }
    var partition = region.metadata() == null ? "aws" : region.metadata().partition().id();
    return "arn:%s:wafv2:%s:%s:regional/webacl/%s/%s"
        .formatted(
            partition,
            region.id(),
            change.account(),
            request.path("name").asText(""),
            request.path("id").asText(""));
  }

  private static ResourceId id(String arn) {
    return new ResourceId(TYPE, arn);
  }

  /// A new one is no weaker than before, so it does not matter.
  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return false;
  }

  @Override
  public Loaded<WebAcl> load(ResourceId id) {
    try {
      var acl = client.getWebACL(get -> get.arn(id.arn())).webACL();
      var stages =
          client
              .listResourcesForWebACL(
                  list -> list.webACLArn(id.arn()).resourceType(ResourceType.API_GATEWAY))
              .resourceArns();
      var tags = stages.isEmpty() ? Map.<String, String>of() : tags(id);
      return new Loaded.Present<>(new WebAcl(id, tags, stages, Filters.of(acl)));
    } catch (WafNonexistentItemException _) {
      return new Loaded.Gone<>();
    }
  }

  private Map<String, String> tags(ResourceId id) {
    var tags = new HashMap<String, String>();
    Pages.of(
            marker ->
                client.listTagsForResource(
                    list -> list.resourceARN(id.arn()).limit(PAGE).nextMarker(marker)),
            answer -> answer.tagInfoForResource().tagList(),
            answer -> answer.nextMarker())
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  @Override
  public WebAcl learn(WebAcl acl, Set<Fact> facts) {
    return acl;
  }

  @Override
  public Stream<ResourceId> all() {
    return listed().map(each -> id(each.arn()));
  }

  @Override
  public double callsPerSecond() {
    return 1; // AWS WAF grants few, and there are few web ACLs
  }

  @Override
  public int callsPerLook() {
    return 3;
  }

  /// The ARNs of all.
  Set<String> arns() {
    return listed().map(WebACLSummary::arn).collect(Collectors.toSet());
  }

  private Stream<WebACLSummary> listed() {
    return Pages.of(
        marker ->
            client.listWebACLs(list -> list.scope(Scope.REGIONAL).limit(PAGE).nextMarker(marker)),
        answer -> answer.webACLs(),
        answer -> answer.nextMarker());
  }

  /// What the report of a round says of an account that has none: one sentence for all its APIs.
  List<String> notes(ApiGatewayClient apis) {
    if (!arns().isEmpty()) {
      return List.of();
    }
    var reachable =
        apis.getRestApisPaginator(get -> get.limit(APIS)).items().stream()
            .filter(each -> !isPrivate(each))
            .count();
    return reachable == 0
        ? List.of()
        : List.of(
            "No web ACL (AWS WAF) is in this Region: REST APIs on the internet that take every"
                + " request unfiltered: "
                + reachable
                + ".");
  }

  private static boolean isPrivate(software.amazon.awssdk.services.apigateway.model.RestApi api) {
    return api.endpointConfiguration() != null
        && api.endpointConfiguration().types().contains(EndpointType.PRIVATE);
  }
}
