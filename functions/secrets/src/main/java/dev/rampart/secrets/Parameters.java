package dev.rampart.secrets;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/// Parameters whose names promise a secret. Only what describes them is read, never what they hold.
public final class Parameters implements Domain<Parameter> {
  // The most that there is:
  // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
  private static final int PER_PAGE = 50;

  private final SsmClient client;
  private final ParameterNames names;

  public Parameters(SsmClient client) {
    this.client = client;
    this.names = new ParameterNames(client.serviceClientConfiguration().region());
  }

  @Override
  public String type() {
    return Parameter.TYPE;
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.touchedBy(change);
  }

  // PutParameter changes parameters too; the first version says that there was none before.
  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("PutParameter")
        && call.response().path("version").asLong() == 1
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<Parameter> load(ResourceId id) {
    var types = new TreeMap<String, String>();
    client
        .describeParametersPaginator(
            describe ->
                describe.parameterFilters(
                    filter -> filter.key("Name").option("Equals").values(ParameterNames.in(id))))
        .stream()
        .flatMap(page -> page.parameters().stream())
        .forEach(found -> types.put(found.name(), found.typeAsString()));
    if (types.isEmpty()) {
      return new Loaded.Gone<>();
    }
    return new Loaded.Present<>(new Parameter(id, tags(types.firstKey()), types));
  }

  private Map<String, String> tags(String name) {
    var tags = new HashMap<String, String>();
    try {
      client
          .listTagsForResource(
              list -> list.resourceType(ResourceTypeForTagging.PARAMETER).resourceId(name))
          .tagList()
          .forEach(tag -> tags.put(tag.key(), tag.value()));
    } catch (InvalidResourceIdException _) {
      // Deleted since: what has no tags is not exempt.
    }
    return tags;
  }

  @Override
  public Parameter learn(Parameter parameter, Set<Fact> facts) {
    return parameter;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.describeParametersPaginator(describe -> describe.maxResults(PER_PAGE)).stream()
        .flatMap(page -> page.parameters().stream())
        .filter(found -> ParameterNames.isWatched(found.name()))
        .map(ParameterMetadata::arn)
        .distinct()
        .map(arn -> new ResourceId(Parameter.TYPE, arn));
  }

  // Parameter Store says of neither how often it may be asked; deployments describe parameters too.
  @Override
  public double callsPerSecond() {
    return 2;
  }

  @Override
  public int callsPerLook() {
    return 2;
  }

  @Override
  public List<Guardrail<Parameter, ?>> guardrails() {
    return List.of(new PlaintextParameter());
  }
}
