package dev.rampart.lambda;

import static java.util.Objects.requireNonNullElse;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Functions as they are set up, in three calls each.
public final class FunctionSetups implements Domain<FunctionSetup> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  // Code and versions are not part of it: a version is published with what a look has seen.
  private static final Set<String> TOUCHING =
      Set.of(
          "CreateFunction",
          "DeleteFunctionConcurrency",
          "PutFunctionConcurrency",
          "TagResource",
          "UntagResource",
          "UpdateFunctionConfiguration");

  private final LambdaClient client;
  private final Clock clock;
  private final FunctionNames names;
  private final TrustedAccounts trusted;
  private final RoleUse roles;

  public FunctionSetups(LambdaClient client, TrustedAccounts trusted, Clock clock) {
    this.client = client;
    this.trusted = trusted;
    this.clock = clock;
    this.roles = new RoleUse(client, clock);
    this.names = new FunctionNames(client.serviceClientConfiguration().region());
  }

  @Override
  public String type() {
    return FunctionSetup.TYPE;
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return change.cause() instanceof ApiCall call && !TOUCHING.contains(call.operation())
        ? Set.of()
        : names
            .find(change)
            .map(function -> Set.of(function.at("").id(FunctionSetup.TYPE)))
            .orElse(Set.of());
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("CreateFunction")
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<FunctionSetup> load(ResourceId id) {
    try {
      var found = client.getFunctionConfiguration(get -> get.functionName(id.name()));
      if (found.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
        // What is shown is not yet what runs, and every write is refused until then:
        // https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
        return new Loaded.Unsettled<>("an update of the function is in progress", LOOK_AGAIN);
      }
      var reserved =
          client
              .getFunctionConcurrency(get -> get.functionName(id.name()))
              .reservedConcurrentExecutions();
      var tags = client.listTags(list -> list.resource(id.arn())).tags();
      return new Loaded.Present<>(
          new FunctionSetup(
              id,
              tags,
              requireNonNullElse(found.revisionId(), ""),
              requireNonNullElse(found.runtimeAsString(), ""),
              requireNonNullElse(found.role(), ""),
              found.layers().stream().map(Layer::arn).toList(),
              requireNonNullElse(found.kmsKeyArn(), ""),
              Variables.of(found.environment()),
              new Reservation(reserved),
              clock.instant(),
              LearnedSetup.nothing()));
    } catch (ResourceNotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  /// An update hides nothing of them.
  @Override
  public Optional<Map<String, String>> loadTags(ResourceId id) {
    try {
      return Optional.of(client.listTags(list -> list.resource(id.arn())).tags());
    } catch (ResourceNotFoundException _) {
      return Optional.of(Map.of());
    }
  }

  @Override
  public FunctionSetup learn(FunctionSetup setup, Set<Fact> facts) {
    var learned = setup.learned();
    if (facts.contains(SetupFact.TRUSTED_ACCOUNTS) && learned.trustedAccounts() == null) {
      learned = learned.withTrustedAccounts(trusted.read());
    }
    if (facts.contains(SetupFact.ROLE_SHARERS) && learned.sharers() == null) {
      learned = learned.withSharers(roles.sharersOf(setup));
    }
    if (facts.contains(SetupFact.UNRESERVED) && learned.unreserved() == null) {
      learned = learned.withUnreserved(unreserved());
    }
    if (facts.contains(SetupFact.VERSIONS) && learned.versions() == null) {
      learned = learned.withVersions(new PublishedValues(client).of(setup));
    }
    return setup.knowing(learned);
  }

  private int unreserved() {
    return client
        .getAccountSettings(GetAccountSettingsRequest.builder().build())
        .accountLimit()
        .unreservedConcurrentExecutions();
  }

  @Override
  public Stream<ResourceId> all() {
    return client.listFunctionsPaginator().functions().stream()
        .map(FunctionConfiguration::functionArn)
        .map(arn -> new ResourceId(FunctionSetup.TYPE, arn));
  }

  // Lambda allows 15 per second for all control calls of the account together.
  @Override
  public double callsPerSecond() {
    return 5;
  }

  @Override
  public int callsPerLook() {
    return 3;
  }

  @Override
  public List<Guardrail<FunctionSetup, ?>> guardrails() {
    return List.of(
        new ForeignLayer(),
        new PlaintextSecret(),
        new RemovedConcurrencyLimit(),
        new UnencryptedEnvironment(),
        new DeprecatedRuntime(),
        new SharedExecutionRole());
  }
}
