package dev.rampart.lambda;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Layer versions of the own account: one call each, and another one for those that are not shared,
/// because no policy looks like no layer.
public final class SharedLayers implements Domain<SharedLayer> {
  private static final Set<String> BY_LAYER =
      Set.of("AddLayerVersionPermission", "RemoveLayerVersionPermission");
  private static final String PUBLISH = "PublishLayerVersion";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,140}");
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");

  private final LambdaClient client;
  private final TrustedAccounts trusted;
  private final Region region;

  public SharedLayers(LambdaClient client, TrustedAccounts trusted) {
    this.client = client;
    this.trusted = trusted;
    this.region = client.serviceClientConfiguration().region();
  }

  @Override
  public String type() {
    return SharedLayer.TYPE;
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    if (!(change.cause() instanceof ApiCall call)
        || !call.source().equals("lambda.amazonaws.com")
        || !(change.region().isEmpty() || change.region().equals(region.id()))) {
      return Set.of();
    }
    if (BY_LAYER.contains(call.operation())) {
      return id(call.requested("layerName"), call.requested("versionNumber"), change);
    }
    return call.operation().equals(PUBLISH)
        ? id(call.requested("layerName"), call.response().path("version").asText(""), change)
        : Set.of();
  }

  // A layer goes by its name or its ARN.
  private Set<ResourceId> id(String layer, String version, Change change) {
    var prefix =
        "arn:%s:lambda:%s:%s:layer:"
            .formatted(PartitionMetadata.of(region).id(), region.id(), change.account());
    var name = layer.startsWith(prefix) ? layer.substring(prefix.length()) : layer;
    return NAME.matcher(name).matches() && VERSION.matcher(version).matches()
        ? Set.of(new ResourceId(SharedLayer.TYPE, prefix + name + ":" + version))
        : Set.of();
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals(PUBLISH)
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<SharedLayer> load(ResourceId id) {
    var bare = new SharedLayer(id, "", List.of(), null);
    try {
      var found =
          client.getLayerVersionPolicy(
              get -> get.layerName(bare.layer()).versionNumber(bare.version()));
      return new Loaded.Present<>(
          new SharedLayer(
              id, requireNonNullElse(found.revisionId(), ""), statements(found.policy()), null));
    } catch (ResourceNotFoundException _) {
      return exists(bare) ? new Loaded.Present<>(bare) : new Loaded.Gone<>();
    }
  }

  // GetLayerVersion would tell as well, but it hands out the code.
  private boolean exists(SharedLayer layer) {
    return versions(layer.layer()).anyMatch(each -> each.version() == layer.version());
  }

  static List<Statement> statements(String policy) {
    try {
      return PolicyDocument.parse(policy).statements();
    } catch (UnreadablePolicy _) {
      return List.of(new Statement(TextNode.valueOf(policy)));
    }
  }

  /// Layers have none, and neither have their versions
  /// (https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html).
  @Override
  public Optional<Map<String, String>> loadTags(ResourceId id) {
    return Optional.of(Map.of());
  }

  @Override
  public SharedLayer learn(SharedLayer layer, Set<Fact> facts) {
    return facts.contains(SetupFact.TRUSTED_ACCOUNTS) && layer.trustedAccounts() == null
        ? new SharedLayer(layer.id(), layer.revision(), layer.statements(), trusted.read())
        : layer;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.listLayersPaginator().layers().stream()
        .map(layer -> new ResourceId(SharedLayer.TYPE, layer.layerArn()));
  }

  /// The versions of a layer.
  @Override
  public Stream<ResourceId> within(ResourceId id) {
    try {
      return versions(new SharedLayer(id, "", List.of(), null).layer())
          .map(version -> new ResourceId(SharedLayer.TYPE, version.layerVersionArn()))
          .toList()
          .stream();
    } catch (ResourceNotFoundException _) {
      return Stream.of();
    }
  }

  private Stream<LayerVersionsListItem> versions(String layer) {
    return client
        .listLayerVersionsPaginator(list -> list.layerName(layer))
        .layerVersions()
        .stream();
  }

  // Of the 15 control calls per second that the account has, functions need more.
  @Override
  public double callsPerSecond() {
    return 2;
  }

  @Override
  public int callsPerLook() {
    return 3; // with the list, and one version that is not shared
  }

  @Override
  public int callsWithin() {
    return 2;
  }

  @Override
  public List<Guardrail<SharedLayer, ?>> guardrails() {
    return List.of(new PublicLayer());
  }
}
