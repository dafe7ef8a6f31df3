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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.DomainNameStatus;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GetDomainNameResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;

/// Reads public custom domain names, one call each, whichever of the two APIs made them. Private
/// ones take nothing older than TLS 1.2.
public final class DomainNames implements Domain<DomainName> {
  private static final int PAGE = 500;
  private static final Set<DomainNameStatus> CHANGING =
      Set.of(DomainNameStatus.PENDING, DomainNameStatus.UPDATING);
  private static final String COLLECTION = "/domainnames/";
  // A wildcard stands for the first label.
  private static final Pattern NAME = Pattern.compile("(?:\\*\\.)?[a-z0-9][a-z0-9.-]*");

  private final ApiGatewayClient client;
  private final Region region;

  public DomainNames(ApiGatewayClient client, Region region) {
    this.client = client;
    this.region = region;
  }

  @Override
  public String type() {
    return "AWS::ApiGateway::DomainName";
  }

  @Override
  public List<Guardrail<DomainName, ?>> guardrails() {
    return List.of(new OldTls());
  }

  /// A domain name.
  ResourceId id(String name) {
    var partition = region.metadata() == null ? "aws" : region.metadata().partition().id();
    return new ResourceId(
        type(), "arn:%s:apigateway:%s::%s%s".formatted(partition, region.id(), COLLECTION, name));
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    if (!change.region().isEmpty() && !change.region().equals(region.id())) {
      return Set.of();
    }
    var name =
        switch (change.cause()) {
          case ApiCall call -> ofCall(call);
          case ConfigItem item -> ofConfig(item.resourceType(), item.resourceId());
          case ConfigCompliance compliance ->
              ofConfig(compliance.resourceType(), compliance.resourceId());
          case DataCall _, Finding _, Sweep _ -> Optional.<String>empty();
        };
    return name.map(each -> Set.of(id(each))).orElse(Set.of());
  }

  private static Optional<String> ofCall(ApiCall call) {
    if (!call.source().equals("apigateway.amazonaws.com")) {
      return Optional.empty();
    }
    return name(call.request().path("domainName"))
        .or(() -> name(call.request().path("createDomainNameInput").path("domainName")))
        .or(() -> inArn(call.requested("resourceArn")));
  }

  private Optional<String> ofConfig(String resourceType, String resource) {
    return resourceType.equals(type())
        ? inArn(resource).or(() -> valid(resource))
        : Optional.empty();
  }

  private static Optional<String> inArn(String arn) {
    int at = arn.indexOf(COLLECTION);
    return at < 0 ? Optional.empty() : valid(arn.substring(at + COLLECTION.length()));
  }

  private static Optional<String> name(JsonNode node) {
    return valid(node.asText(""));
  }

  private static Optional<String> valid(String text) {
    var name = decoded(text);
    return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  // HTTP APIs have it escaped as it stood in the URL.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("CreateDomainName")
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<DomainName> load(ResourceId id) {
    try {
      var found = client.getDomainName(get -> get.domainName(id.name()));
      return new Loaded.Present<>(
          new DomainName(
              id,
              found.tags(),
              CHANGING.contains(found.domainNameStatus()),
              new DomainName.Tls(policy(found))));
    } catch (NotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  // Old edge-optimized ones may show none, which is the oldest.
  private static String policy(GetDomainNameResponse found) {
    @Nullable String policy = found.securityPolicyAsString();
    if (policy != null) {
      return policy;
    }
    var endpoint = found.endpointConfiguration();
    return endpoint == null || endpoint.types().contains(EndpointType.EDGE)
        ? DomainName.Tls.OLD
        : "";
  }

  @Override
  public DomainName learn(DomainName domain, Set<Fact> facts) {
    return domain;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.getDomainNamesPaginator(get -> get.limit(PAGE)).items().stream()
        .filter(each -> each.domainNameId() == null)
        .map(each -> id(each.domainName()));
  }

  @Override
  public double callsPerSecond() {
    return 1; // APIs need the rest, and there are few domain names
  }

  @Override
  public int callsPerLook() {
    return 1;
  }
}
