package dev.rampart.lambda;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/// The policies of functions, aliases and versions: two calls each.
public final class FunctionPolicies implements Domain<FunctionPolicy> {
  // What changes a policy or makes a place for one. Publishing a version makes one as well;
  // pointing an alias elsewhere changes none.
  private static final Set<String> TOUCHING =
      Set.of(
          "AddPermission",
          "CreateAlias",
          "CreateFunction",
          "DeleteResourcePolicy",
          "PublishVersion",
          "PutResourcePolicy",
          "RemovePermission");

  /// All of them judge every statement.
  static final List<Guardrail<FunctionPolicy, Permission>> GUARDRAILS =
      List.of(
          new PublicFunctionPolicy(), new UnscopedServicePrincipal(), new CrossAccountPermission());

  private final PolicyReader reader;
  private final TrustedAccounts trusted;
  private final Buckets buckets;
  private final FunctionNames names;

  private FunctionPolicies(
      PolicyReader reader, TrustedAccounts trusted, Buckets buckets, FunctionNames names) {
    this.reader = reader;
    this.trusted = trusted;
    this.buckets = buckets;
    this.names = names;
  }

  /// @param trusted asked when another account is let in
  /// @param s3 asked for the owner of a bucket when a statement has to be guarded
  public FunctionPolicies(LambdaClient client, TrustedAccounts trusted, S3Client s3) {
    this.trusted = trusted;
    this.buckets = new Buckets(s3);
    this.reader = new PolicyReader(client);
    this.names = new FunctionNames(client.serviceClientConfiguration().region());
  }

  @Override
  public String type() {
    return FunctionPolicy.TYPE;
  }

  /// A tag that can exempt a function is about the policies of all its aliases and versions, which
  /// are listed then.
  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.find(change).stream()
        .flatMap(arn -> touchedBy(change, arn))
        .map(arn -> arn.id(FunctionPolicy.TYPE))
        .collect(Collectors.toSet());
  }

  private Stream<FunctionArn> touchedBy(Change change, FunctionArn arn) {
    return switch (change.cause()) {
      case ApiCall call when FunctionNames.isAboutExemption(call) -> withQualifiers(arn);
      case ApiCall call when FunctionNames.isTagging(call) -> Stream.of(arn);
      case ApiCall call ->
          TOUCHING.contains(call.operation()) && !UrlGrant.isForUrlOnly(call)
              ? Stream.of(arn)
              : Stream.of();
      case ConfigItem _, ConfigCompliance _ -> Stream.of(arn);
      case DataCall _, Finding _, Sweep _ -> Stream.of();
    };
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    // Publishing unchanged code answers with the version of old.
    return change.isCallOf("CreateAlias", "CreateFunction") && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<FunctionPolicy> load(ResourceId id) {
    var arn = FunctionArn.of(id);
    var policy = reader.policy(arn);
    try {
      // A policy of a deleted function looks like no policy, but tags do not lie.
      return new Loaded.Present<>(policy.of(reader.tags(arn)));
    } catch (ResourceNotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  /// Where there is a policy, there is a function.
  @Override
  public Loaded<FunctionPolicy> reload(FunctionPolicy known) {
    var policy = reader.policy(known.arn());
    return policy.statements().isEmpty()
        ? load(known.id())
        : new Loaded.Present<>(policy.of(known.tags()));
  }

  @Override
  public FunctionPolicy learn(FunctionPolicy policy, Set<Fact> facts) {
    var learned = policy.learned();
    if (facts.contains(PolicyFact.TRUSTED_ACCOUNTS)) {
      learned = learned.trusting(trusted.read());
    }
    if (facts.contains(PolicyFact.OWN_BUCKETS)) {
      learned = learned.owning(ownBuckets(policy));
    }
    return policy.with(learned);
  }

  private Set<String> ownBuckets(FunctionPolicy policy) {
    return policy.statements().stream()
        .flatMap(each -> Source.bucket(each).stream())
        .distinct()
        .filter(bucket -> buckets.isOwn(bucket, policy.arn().account()))
        .collect(Collectors.toSet());
  }

  @Override
  public Stream<ResourceId> all() {
    return reader.functions().map(each -> each.id(FunctionPolicy.TYPE));
  }

  @Override
  public Stream<ResourceId> within(ResourceId id) {
    return withQualifiers(FunctionArn.of(id)).map(each -> each.id(FunctionPolicy.TYPE));
  }

  private Stream<FunctionArn> withQualifiers(FunctionArn function) {
    try {
      return Stream.concat(Stream.of(function), reader.qualifiers(function).toList().stream());
    } catch (ResourceNotFoundException _) {
      return Stream.of(function);
    }
  }

  // Lambda allows 15 per second for all control calls of the account together; two thirds of that
  // are left to others, and URLs take the rest.
  @Override
  public double callsPerSecond() {
    return 3;
  }

  @Override
  public int callsPerLook() {
    return 6; // with one alias and one version
  }

  @Override
  public int callsWithin() {
    return 1; // the tags are the function's, and read once for all
  }

  @Override
  public FunctionPolicies forOneVisit() {
    return new FunctionPolicies(reader.forOneVisit(), trusted, buckets, names);
  }

  @Override
  public List<Guardrail<FunctionPolicy, ?>> guardrails() {
    return List.copyOf(GUARDRAILS);
  }
}
