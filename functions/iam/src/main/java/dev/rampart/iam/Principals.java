package dev.rampart.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Reads principals of one kind. IAM has every call once for each kind: the subclasses have them.
abstract class Principals implements Domain<Principal> {
  // More changes at once than this are looked at with the whole principal.
  private static final int GLANCED = 2;

  private final PrincipalKind kind;
  private final AwsManagedPolicies managed;

  Principals(PrincipalKind kind, AwsManagedPolicies managed) {
    this.kind = kind;
    this.managed = managed;
  }

  /// A principal as IAM describes it.
  record Described(Identity identity, Map<String, String> tags) {}

  /// A principal in a list.
  record Listed(String arn, String path, String uniqueId) {}

  /// Reads who it is.
  ///
  /// @throws NoSuchEntityException if it does not exist
  abstract Described describe(String name);

  /// The names of its inline policies.
  abstract Stream<String> policyNames(String name);

  /// The document of an inline policy, as the API encodes it.
  ///
  /// @throws NoSuchEntityException if it does not exist, or not any more
  abstract String policyDocument(String name, String policy);

  /// The ARNs of its managed policies.
  abstract Stream<String> attachedPolicies(String name);

  /// All of this kind, page by page.
  abstract Stream<Listed> list();

  @Override
  public String type() {
    return kind.type();
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return switch (change.cause()) {
      case ApiCall _ ->
          IamCalls.of(change)
              .flatMap(call -> IamCalls.principal(call, kind))
              .map(name -> Set.of(named(name, change)))
              .orElse(Set.of());
      case ConfigItem item when item.resourceType().equals(type()) -> touchedBy(item, change);
      case ConfigCompliance it when it.resourceType().equals(type()) ->
          byConfigId(it.resourceId(), change);
      case DataCall _, ConfigItem _, ConfigCompliance _, Finding _, Sweep _ -> Set.of();
    };
  }

  private Set<ResourceId> touchedBy(ConfigItem item, Change change) {
    if (item.arn().matches("arn:[^:]+:iam::" + change.account() + ":" + kind.word() + "/.+")) {
      return Set.of(kind.of(item.arn()));
    }
    return IamCalls.name(asNode(item.resourceName()))
        .map(name -> Set.of(named(name, change)))
        .orElseGet(() -> byConfigId(item.resourceId(), change));
  }

  // A few Config rules report the name; the rest reports the unique id, which no API looks up.
  private Set<ResourceId> byConfigId(String id, Change change) {
    if (!IamCalls.isUniqueId(id)) {
      return IamCalls.name(asNode(id)).map(name -> Set.of(named(name, change))).orElse(Set.of());
    }
    return list()
        .filter(each -> each.uniqueId().equals(id))
        .findFirst()
        .map(each -> Set.of(kind.of(each.arn())))
        .orElse(Set.of());
  }

  private ResourceId named(String name, Change change) {
    return kind.named(name, IamCalls.partition(change), change.account());
  }

  private static JsonNode asNode(String text) {
    return TextNode.valueOf(text);
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    var creation = "Create" + kind.nameInCalls();
    return IamCalls.of(change)
        .filter(call -> call.operation().equals(creation))
        .flatMap(call -> IamCalls.principal(call, kind))
        .filter(name -> named(name, change).equals(id))
        .isPresent();
  }

  @Override
  public Loaded<Principal> load(ResourceId id) {
    Described described;
    try {
      described = describe(id.name());
      if (described.identity().belongsToAws()) {
        return new Loaded.Present<>(principal(id, described, Map.of(), List.of(), true));
      }
      var attached = attachedPolicies(id.name()).map(AttachedPolicy::new).toList();
      return new Loaded.Present<>(principal(id, described, policies(id.name()), attached, true));
    } catch (NoSuchEntityException _) {
      return new Loaded.Gone<>();
    }
  }

  /// Calls that put an inline policy change nothing but that policy.
  @Override
  public Optional<Principal> glance(ResourceId id, List<Change> changes) {
    var names = changes.stream().map(this::putPolicy).collect(Collectors.toSet());
    if (names.size() > GLANCED || names.contains("")) {
      return Optional.empty();
    }
    try {
      var described = describe(id.name());
      return described.identity().belongsToAws()
          ? Optional.empty()
          : Optional.of(
              principal(id, described, policies(id.name(), names.stream()), List.of(), false));
    } catch (NoSuchEntityException _) {
      return Optional.empty();
    }
  }

  private String putPolicy(Change change) {
    return IamCalls.of(change)
        .filter(call -> call.operation().equals("Put" + kind.nameInCalls() + "Policy"))
        .map(call -> call.requested("policyName"))
        .orElse("");
  }

  private Map<String, PolicyText> policies(String name) {
    return policies(name, policyNames(name));
  }

  private Map<String, PolicyText> policies(String name, Stream<String> names) {
    var policies = new LinkedHashMap<String, PolicyText>();
    for (var policy : names.toList()) {
      try {
        var document = Documents.text(policyDocument(name, policy));
        policies.put(policy, new PolicyText(policy, "", document));
      } catch (NoSuchEntityException _) {
        // Deleted since it was listed, or the principal with it, which the next call will tell.
      }
    }
    return policies;
  }

  private Principal principal(
      ResourceId id,
      Described described,
      Map<String, PolicyText> policies,
      List<AttachedPolicy> attached,
      boolean whole) {
    var documents = new HashMap<String, String>();
    for (var policy : attached) {
      if (policy.belongsToAws()) {
        managed.document(policy.arn()).ifPresent(text -> documents.put(policy.arn(), text));
      }
    }
    return new Principal(
        id,
        described.identity(),
        described.tags(),
        policies,
        attached,
        documents,
        whole,
        Set.of(),
        Map.of(),
        Set.of(),
        new UsageReport.Unasked());
  }

  /// The documents of the policies that the account owns. Subclasses know of more.
  @Override
  public Principal learn(Principal principal, Set<Fact> facts) {
    if (!isWanted(PrincipalFact.DOCUMENTS, principal, facts)) {
      return principal;
    }
    var all = principal;
    if (!principal.whole()
        && load(principal.id()) instanceof Loaded.Present<Principal>(var loaded)) {
      all = loaded;
    }
    var documents = new HashMap<String, String>();
    var arns =
        all.attached().stream().filter(each -> !each.belongsToAws()).map(AttachedPolicy::arn);
    for (var arn : Stream.concat(arns, Stream.of(all.identity().boundary())).toList()) {
      if (!arn.isEmpty()) {
        managed.read(arn).ifPresent(text -> documents.put(arn, text));
      }
    }
    return all.documented(documents);
  }

  static boolean isWanted(PrincipalFact fact, Principal principal, Set<Fact> facts) {
    return facts.contains(fact) && !principal.known().contains(fact);
  }

  /// All but those that belong to AWS, of which nothing is judged.
  @Override
  public Stream<ResourceId> all() {
    return list()
        .filter(each -> !each.path().startsWith("/aws-service-role/"))
        .filter(each -> !each.path().startsWith("/aws-reserved/"))
        .map(each -> kind.of(each.arn()));
  }

  /// IAM does not publish its quota; this is well below where it begins to throttle.
  @Override
  public double callsPerSecond() {
    return 5;
  }

  @Override
  public int callsPerLook() {
    return 5;
  }

  @Override
  public List<Guardrail<Principal, ?>> guardrails() {
    return List.of(
        new WildcardPolicy<>(),
        new AdminPolicyAttached(),
        new SensitiveActionOnAllResources<>(),
        new PrivilegeEscalationPath<>());
  }

  static Map<String, String> tags(List<Tag> tags) {
    var byKey = new HashMap<String, String>();
    tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
    return byKey;
  }
}
