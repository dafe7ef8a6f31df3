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
import dev.rampart.secrets.KeyCondition.Life;
import dev.rampart.secrets.KeyCondition.Rotation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/// KMS keys: who may use them, and whether they stay usable.
public final class Keys implements Domain<Key> {
  private static final String DEFAULT_POLICY = "default"; // the only one that there is
  // 50,000 are possible: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  private static final int GRANTS = 5_000;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final KmsClient client;
  private final TrustedAccounts trusted;
  private final InstantSource clock;
  private final KeyNames names;

  public Keys(KmsClient client, TrustedAccounts trusted, InstantSource clock) {
    this.client = client;
    this.trusted = trusted;
    this.clock = clock;
    this.names = new KeyNames(client);
  }

  @Override
  public String type() {
    return Key.TYPE;
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return names.touchedBy(change);
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("CreateKey")
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<Key> load(ResourceId id) {
    try {
      return described(id);
    } catch (NotFoundException _) {
      return new Loaded.Gone<>();
    }
  }

  private Loaded<Key> described(ResourceId id) {
    KeyMetadata metadata;
    try {
      metadata = client.describeKey(get -> get.keyId(id.arn())).keyMetadata();
    } catch (KmsException e) {
      return new Loaded.Present<>(undescribed(id, Refusal.of(e, "the key may not be described")));
    }
    var state = requireNonNullElse(metadata.keyStateAsString(), "");
    if (state.equals("Creating") || state.equals("Updating")) {
      return new Loaded.Unsettled<>("the key is being set up", SOON);
    }
    var kind = kind(metadata);
    var daysLeft =
        metadata.deletionDate() == null
            ? 0
            : (int) Duration.between(clock.instant(), metadata.deletionDate()).toDays();
    if (kind.isAwsManaged()) {
      return new Loaded.Present<>(
          new Key(
              id,
              Map.of(),
              kind,
              new Life(state),
              daysLeft,
              Rotation.OFF,
              PolicyText.of(""),
              List.of(),
              "managed by AWS",
              Trusted.UNASKED));
    }
    var tags = tags(id);
    return new Loaded.Present<>(
        new Key(
            id,
            tags.known(),
            kind,
            new Life(state),
            daysLeft,
            kind.mayRotate() ? rotation(id) : Rotation.OFF,
            policy(id),
            grants(id),
            tags.unread(),
            Trusted.UNASKED));
  }

  // Its policy may deny Rampart this and not the rest; then nobody knows whose key it is.
  private Key undescribed(ResourceId id, String why) {
    return new Key(
        id,
        Map.of(),
        KeyKind.UNKNOWN,
        new Life(""),
        0,
        Rotation.OFF,
        policy(id),
        grants(id),
        why,
        Trusted.UNASKED);
  }

  private static KeyKind kind(KeyMetadata metadata) {
    var regions = metadata.multiRegionConfiguration();
    return new KeyKind(
        requireNonNullElse(metadata.keyManagerAsString(), ""),
        requireNonNullElse(metadata.keySpecAsString(), ""),
        requireNonNullElse(metadata.originAsString(), ""),
        regions != null && regions.multiRegionKeyType() == MultiRegionKeyType.REPLICA);
  }

  /// @param unread why they are not known, a clause; empty if they are
  private record Tags(Map<String, String> known, String unread) {}

  private Tags tags(ResourceId id) {
    var tags = new HashMap<String, String>();
    try {
      client.listResourceTagsPaginator(list -> list.keyId(id.arn())).tags().stream()
          .forEach(tag -> tags.put(tag.tagKey(), tag.tagValue()));
    } catch (KmsException e) {
      return new Tags(
          Map.of(), Refusal.of(e, "its tags may not be read, and one of them may exempt it"));
    }
    return new Tags(tags, "");
  }

  private PolicyText policy(ResourceId id) {
    try {
      var answer = client.getKeyPolicy(get -> get.keyId(id.arn()).policyName(DEFAULT_POLICY));
      return PolicyText.of(requireNonNullElse(answer.policy(), ""));
    } catch (KmsException e) {
      return PolicyText.refused(Refusal.of(e, "the key policy may not be read"));
    }
  }

  private Rotation rotation(ResourceId id) {
    try {
      var status = client.getKeyRotationStatus(get -> get.keyId(id.arn()));
      var days = requireNonNullElse(status.rotationPeriodInDays(), 365);
      return Boolean.TRUE.equals(status.keyRotationEnabled())
          ? new Rotation(days, "")
          : Rotation.OFF;
    } catch (KmsException e) {
      return new Rotation(0, Refusal.of(e, "whether the key rotates may not be read"));
    }
  }

  private List<Access> grants(ResourceId id) {
    var own = id.arn().split(":", -1)[4];
    try {
      var listed =
          client.listGrantsPaginator(list -> list.keyId(id.arn()).limit(100)).grants().stream()
              .limit(GRANTS + 1)
              .toList();
      var found = new ArrayList<Access>();
      listed.stream().limit(GRANTS).forEach(grant -> foreign(grant, own).ifPresent(found::add));
      if (listed.size() > GRANTS) {
        found.add(new Access.Unread("it has more than " + GRANTS + " grants"));
      }
      return List.copyOf(found);
    } catch (KmsException e) {
      return List.of(new Access.Unread(Refusal.of(e, "the grants may not be listed")));
    }
  }

  // A service stands by its name, and what is left of a deleted principal is nobody.
  private static Optional<Access> foreign(GrantListEntry grant, String own) {
    var grantee = requireNonNullElse(grant.granteePrincipal(), "");
    return ForeignAccess.accountOf(grantee)
        .filter(account -> !account.equals(own))
        .map(
            account ->
                new Access.ByGrant(
                    grant.grantId(),
                    account,
                    grantee,
                    String.join(", ", grant.operationsAsStrings())));
  }

  @Override
  public Key learn(Key key, Set<Fact> facts) {
    return facts.contains(SecretsFact.TRUSTED_ACCOUNTS) && !key.trusted().isKnown()
        ? key.trusting(trusted.read())
        : key;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.listKeysPaginator().keys().stream()
        .map(KeyListEntry::keyArn)
        .map(arn -> new ResourceId(Key.TYPE, arn));
  }

  // ListGrants: 100 per second, the others more.
  // https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
  @Override
  public double callsPerSecond() {
    return 20;
  }

  @Override
  public int callsPerLook() {
    return 5;
  }

  @Override
  public List<Guardrail<Key, ?>> guardrails() {
    return List.of(new ExposedKey(), new KeyAtRisk());
  }
}
