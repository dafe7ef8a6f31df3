package dev.rampart.lambda;

import static java.util.Objects.requireNonNullElse;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// The URLs of functions and aliases: two calls for one that asks for signatures, three for one
/// that does not, because only then does the policy say who gets in. None where a permission was
/// removed from one that was good.
public final class FunctionUrls implements Domain<FunctionUrl> {
  private static final String CREATION = "CreateFunctionUrlConfig";
  private static final Set<String> TOUCHING =
      Set.of(
          CREATION,
          "DeleteFunctionUrlConfig",
          "DeleteResourcePolicy",
          "PutResourcePolicy",
          "RemovePermission",
          "UpdateFunctionUrlConfig");

  private final LambdaClient client;
  private final PolicyReader reader;
  private final FunctionNames names;

  public FunctionUrls(LambdaClient client) {
    this.client = client;
    this.reader = new PolicyReader(client);
    this.names = new FunctionNames(client.serviceClientConfiguration().region());
  }

  @Override
  public String type() {
    return FunctionUrl.TYPE;
  }

  /// A tag that can exempt a function is about all its URLs, which are listed then.
  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.find(change).stream()
        .flatMap(arn -> touchedBy(change, arn))
        .map(arn -> arn.id(FunctionUrl.TYPE))
        .collect(Collectors.toSet());
  }

  private Stream<FunctionArn> touchedBy(Change change, FunctionArn arn) {
    return switch (change.cause()) {
      case ApiCall call when FunctionNames.isAboutExemption(call) -> urls(arn);
      case ApiCall call -> isTouching(call) ? Stream.of(arn) : Stream.of();
      case ConfigItem _, ConfigCompliance _ -> Stream.of(arn);
      case DataCall _, Finding _, Sweep _ -> Stream.of();
    };
  }

  private static boolean isTouching(ApiCall call) {
    return TOUCHING.contains(call.operation())
        || FunctionNames.isTagging(call)
        || (call.operation().equals("AddPermission") && UrlGrant.mayOpenUrl(call));
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.isCallOf(CREATION) && touchedBy(change).contains(id);
  }

  /// A statement that is gone lets nobody in: one that denied did not make the URL good.
  @Override
  public boolean onlyMends(Change change) {
    return change.isCallOf("DeleteResourcePolicy", "RemovePermission");
  }

  @Override
  public Loaded<FunctionUrl> load(ResourceId id) {
    return load(id, reader::tags);
  }

  @Override
  public Loaded<FunctionUrl> reload(FunctionUrl known) {
    return load(known.id(), _ -> known.tags());
  }

  private Loaded<FunctionUrl> load(ResourceId id, Function<FunctionArn, Map<String, String>> tags) {
    var arn = FunctionArn.of(id);
    try {
      var config =
          client.getFunctionUrlConfig(
              get -> get.functionName(arn.name()).qualifier(arn.requested()));
      return new Loaded.Present<>(
          new FunctionUrl(id, tags.apply(arn), access(arn, config), UrlCors.of(config.cors())));
    } catch (ResourceNotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  private UrlAccess access(FunctionArn arn, GetFunctionUrlConfigResponse config) {
    var authType = requireNonNullElse(config.authTypeAsString(), "nothing known");
    var permissions =
        authType.equals(UrlAccess.SIGNED) ? List.<Permission>of() : aboutUrl(reader.policy(arn));
    return new UrlAccess(config.functionUrl(), authType, permissions);
  }

  /// The statements that say something about calls to the URL, or may do so, as every denial may.
  static List<Permission> aboutUrl(FunctionPolicy policy) {
    return policy.permissions().values().stream()
        .filter(each -> !each.legible() || each.denies() || each.opensUrl() || each.belongsToUrl())
        .toList();
  }

  @Override
  public FunctionUrl learn(FunctionUrl url, Set<Fact> facts) {
    return url;
  }

  @Override
  public Stream<ResourceId> all() {
    return reader.functions().map(each -> each.id(FunctionUrl.TYPE));
  }

  @Override
  public Stream<ResourceId> within(ResourceId id) {
    return urls(FunctionArn.of(id)).map(each -> each.id(FunctionUrl.TYPE));
  }

  private Stream<FunctionArn> urls(FunctionArn function) {
    try {
      return client
          .listFunctionUrlConfigsPaginator(list -> list.functionName(function.name()))
          .functionUrlConfigs()
          .stream()
          .map(each -> FunctionArn.of(each.functionArn()))
          .toList()
          .stream();
    } catch (ResourceNotFoundException _) {
      return Stream.of();
    }
  }

  // The rest of what Rampart takes of the 15 control calls per second that the account has.
  @Override
  public double callsPerSecond() {
    return 2;
  }

  @Override
  public int callsPerLook() {
    return 4; // with the list, and one URL that asks for no signature
  }

  @Override
  public List<Guardrail<FunctionUrl, ?>> guardrails() {
    return List.of(new PublicFunctionUrl(), new OpenFunctionUrlCors());
  }
}
