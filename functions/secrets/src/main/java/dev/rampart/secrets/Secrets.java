package dev.rampart.secrets;

import static java.util.Objects.requireNonNullElse;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/// Secrets: what they are and who may read them. Their values are never asked for.
public final class Secrets implements Domain<Secret> {
  private static final Duration GRACE = Duration.ofDays(1);

  private final SecretsManagerClient client;
  private final TrustedAccounts trusted;
  private final InstantSource clock;
  private final SecretNames names;

  public Secrets(SecretsManagerClient client, TrustedAccounts trusted, InstantSource clock) {
    this.client = client;
    this.trusted = trusted;
    this.clock = clock;
    this.names = new SecretNames(client);
  }

  @Override
  public String type() {
    return Secret.TYPE;
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.touchedBy(change);
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("CreateSecret")
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<Secret> load(ResourceId id) {
    try {
      return described(id);
    } catch (ResourceNotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  private Loaded<Secret> described(ResourceId id) {
    DescribeSecretResponse described;
    try {
      described = client.describeSecret(describe -> describe.secretId(id.arn()));
    } catch (SecretsManagerException e) {
      return new Loaded.Present<>(
          undescribed(id, Refusal.of(e, "the secret may not be described")));
    }
    if (described.deletedDate() != null) {
      return new Loaded.Gone<>();
    }
    var tags = new HashMap<String, String>();
    described.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return new Loaded.Present<>(
        new Secret(
            id,
            tags,
            described.name(),
            policy(id),
            rotation(described),
            hands(id, described),
            Trusted.UNASKED));
  }

  // A policy may deny Rampart this and not the rest; then nobody knows whose secret it is.
  private Secret undescribed(ResourceId id, String why) {
    return new Secret(
        id, Map.of(), nameIn(id), policy(id), SecretRotation.refused(why), why, Trusted.UNASKED);
  }

  private PolicyText policy(ResourceId id) {
    try {
      var answer = client.getResourcePolicy(get -> get.secretId(id.arn()));
      return PolicyText.of(requireNonNullElse(answer.resourcePolicy(), ""));
    } catch (InvalidRequestException _) {
      // Somebody deletes it right now, or it is a replica.
      return PolicyText.refused("the resource policy cannot be read in the state of the secret");
    } catch (SecretsManagerException e) {
      return PolicyText.refused(Refusal.of(e, "the resource policy may not be read"));
    }
  }

  // It is to happen at some time until the date; a day more is nobody's alarm.
  private SecretRotation rotation(DescribeSecretResponse described) {
    if (!Boolean.TRUE.equals(described.rotationEnabled())) {
      return SecretRotation.OFF;
    }
    var due = described.nextRotationDate();
    return due != null && due.plus(GRACE).isBefore(clock.instant())
        ? SecretRotation.overdueSince(due.atOffset(ZoneOffset.UTC).toLocalDate().toString())
        : SecretRotation.ON;
  }

  private static String hands(ResourceId id, DescribeSecretResponse described) {
    var service = requireNonNullElse(described.owningService(), "");
    if (!service.isEmpty()) {
      return "managed by " + service;
    }
    var region = id.arn().split(":", -1)[3];
    var primary = requireNonNullElse(described.primaryRegion(), region);
    return primary.equals(region) ? "" : "a replica of a secret in " + primary;
  }

  // Behind the name stand a hyphen and six characters.
  private static String nameIn(ResourceId id) {
    return id.arn().split(":", 7)[6].replaceFirst("-[A-Za-z0-9]{6}$", "");
  }

  @Override
  public Secret learn(Secret secret, Set<Fact> facts) {
    return facts.contains(SecretsFact.TRUSTED_ACCOUNTS) && !secret.trusted().isKnown()
        ? secret.trusting(trusted.read())
        : secret;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.listSecretsPaginator().stream()
        .flatMap(page -> page.secretList().stream())
        .map(SecretListEntry::arn)
        .map(arn -> new ResourceId(Secret.TYPE, arn));
  }

  // DescribeSecret: 50 per second. GetResourcePolicy: 50.
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  @Override
  public double callsPerSecond() {
    return 10;
  }

  @Override
  public int callsPerLook() {
    return 2;
  }

  @Override
  public List<Guardrail<Secret, ?>> guardrails() {
    return List.of(new PublicSecret(), new RotationOff());
  }
}
