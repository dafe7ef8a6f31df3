package dev.rampart.lambda;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Lambda functions.
///
/// A look costs five calls, and one more for each alias and published version: each of them has a
/// policy of its own that the function's does not show, and no list tells which have one. Only
/// `$LATEST` cannot have any. URLs belong to the function or to an alias.
public final class LambdaFunctions implements Domain<LambdaFunction> {
  private static final String LATEST = "$LATEST";

  private final LambdaClient client;
  private final FunctionNames names;

  public LambdaFunctions(LambdaClient client) {
    this.client = client;
    this.names = new FunctionNames(client.serviceClientConfiguration().region());
  }

  @Override
  public String type() {
    return LambdaFunction.TYPE;
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.touchedBy(change);
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("CreateFunction")
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<LambdaFunction> load(ResourceId id) {
    try {
      var policies = new TreeMap<String, FunctionPolicy>();
      for (var qualifier : qualifiers(id.name())) {
        findPolicy(id.name(), qualifier).ifPresent(policy -> policies.put(qualifier, policy));
      }
      var function = new LambdaFunction(id, Map.of(), policies, List.of());
      var urls = urls(function);
      // Last, because a policy of a deleted function looks like no policy, but these do not lie.
      var tags = client.listTags(request -> request.resource(id.arn())).tags();
      return new Loaded.Present<>(new LambdaFunction(id, tags, policies, urls));
    } catch (ResourceNotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  @Override
  public LambdaFunction learn(LambdaFunction function, Set<Fact> facts) {
    return function;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.listFunctionsPaginator().functions().stream()
        .map(FunctionConfiguration::functionArn)
        .map(arn -> new ResourceId(LambdaFunction.TYPE, arn));
  }

  // Lambda allows 15 per second for all control calls of the account together; two thirds of that
  // are left to others.
  @Override
  public double callsPerSecond() {
    return 5;
  }

  @Override
  public int callsPerLook() {
    return 7; // with one alias and one version
  }

  @Override
  public List<Guardrail<LambdaFunction, ?>> guardrails() {
    return List.of(new PublicFunctionPolicy(), new PublicFunctionUrl());
  }

  private Set<String> qualifiers(String name) {
    var qualifiers = new TreeSet<String>();
    qualifiers.add("");
    client
        .listVersionsByFunctionPaginator(request -> request.functionName(name))
        .versions()
        .stream()
        .map(FunctionConfiguration::version)
        .filter(version -> !version.equals(LATEST))
        .forEach(qualifiers::add);
    client.listAliasesPaginator(request -> request.functionName(name)).aliases().stream()
        .map(AliasConfiguration::name)
        .forEach(qualifiers::add);
    return qualifiers;
  }

  private Optional<FunctionPolicy> findPolicy(String name, String qualifier) {
    try {
      return Optional.of(policy(qualifier, client.getPolicy(Calls.getPolicy(name, qualifier))));
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }

  private static FunctionPolicy policy(String qualifier, GetPolicyResponse answer) {
    var revision = requireNonNullElse(answer.revisionId(), "");
    try {
      var document = PolicyDocument.parse(answer.policy());
      return new FunctionPolicy(qualifier, revision, document.statements());
    } catch (UnreadablePolicy _) {
      var text = new Statement(TextNode.valueOf(answer.policy()));
      return new FunctionPolicy(qualifier, revision, List.of(text));
    }
  }

  private List<FunctionUrl> urls(LambdaFunction function) {
    var urls = new ArrayList<FunctionUrl>();
    for (var config :
        client
            .listFunctionUrlConfigsPaginator(request -> request.functionName(function.name()))
            .functionUrlConfigs()) {
      urls.add(url(config, function));
    }
    return urls;
  }

  private static FunctionUrl url(FunctionUrlConfig config, LambdaFunction function) {
    var qualifier = FunctionNames.qualifier(config.functionArn());
    return new FunctionUrl(
        qualifier,
        config.functionUrl(),
        requireNonNullElse(config.authTypeAsString(), "nothing known"),
        aboutUrl(function, qualifier));
  }

  /// The statements that say something about calls to the URL of a qualifier, or may do so.
  static List<Permission> aboutUrl(LambdaFunction function, String qualifier) {
    return function.permissions().values().stream()
        .filter(each -> each.qualifier().equals(qualifier))
        .filter(each -> !each.legible() || each.opensUrl() || each.belongsToUrl())
        .toList();
  }
}
