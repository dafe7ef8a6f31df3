package dev.rampart.iam;

import dev.rampart.guardrail.Fact;
import dev.rampart.policy.Answer;
import dev.rampart.policy.Breadth;
import dev.rampart.policy.Escalation;
import dev.rampart.policy.Permissions;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Reach;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What policies allow together, and which known ways to every right of the account that opens.
///
/// A way counts if it is certain: each of its actions is allowed on every resource, without a
/// condition, and neither denied nor bounded.
final class Rights {
  private static final Set<String> STEPS =
      Escalation.KNOWN.stream()
          .filter(Escalation::leadsToEverything)
          .flatMap(each -> each.actions().stream())
          .collect(Collectors.toSet());

  private final Map<String, PolicyDocument> documents;
  private final Set<String> broad = new HashSet<>();
  private final Set<Escalation> toldElsewhere = new HashSet<>();
  private final Optional<Permissions> boundary;
  private final Set<Fact> unread;
  private final boolean isUnreadTogether;

  private Rights(
      Map<String, String> texts,
      Set<String> ownResources,
      Optional<String> boundary,
      Set<Fact> unread,
      boolean isUnreadTogether) {
    this.documents = new LinkedHashMap<>();
    texts.forEach((key, text) -> parsed(text).ifPresent(each -> documents.put(key, each)));
    // A boundary that cannot be read bounds everything: then nothing is certain.
    this.boundary =
        boundary.map(text -> Permissions.together(parsed(text).map(List::of).orElse(List.of())));
    documents.forEach(
        (key, document) -> {
          var isOwnResource = ownResources.contains(key);
          if (!isOwnResource && isBroad(key, document)) {
            broad.add(key);
          }
          if (isOwnResource || broad.contains(key)) {
            toldElsewhere.addAll(open(List.of(document)));
          }
        });
    this.unread = unread;
    this.isUnreadTogether = isUnreadTogether;
  }

  /// What a principal may do.
  static Rights of(Principal principal) {
    var texts = new LinkedHashMap<String, String>();
    principal.policies().values().forEach(each -> texts.put(each.name(), each.document()));
    texts.putAll(principal.awsDocuments());
    var own = new LinkedHashMap<>(principal.ownDocuments());
    var boundary =
        principal.identity().boundary().isEmpty()
            ? Optional.<String>empty()
            : Optional.of(own.getOrDefault(principal.identity().boundary(), ""));
    own.keySet().retainAll(principal.sources().keySet());
    texts.putAll(own);
    var attached = principal.attached().stream().filter(each -> !each.belongsToAws()).count();
    // One by itself is judged where it stands; two may open a way together.
    return new Rights(texts, own.keySet(), boundary, unread(principal, attached > 0), attached > 1);
  }

  /// What a managed policy lets whoever has it do.
  static Rights of(ManagedPolicy policy) {
    return new Rights(
        Map.of(policy.current().name(), policy.current().document()),
        Set.of(),
        Optional.empty(),
        Set.of(),
        false);
  }

  // Documents of attached policies are read one by one: only if they can matter.
  private static Set<Fact> unread(Principal principal, boolean hasOwn) {
    var isAll = principal.whole() && principal.identity().boundary().isEmpty() && !hasOwn;
    return isAll || principal.known().contains(PrincipalFact.DOCUMENTS)
        ? Set.of()
        : Set.of(PrincipalFact.DOCUMENTS);
  }

  // Of the policies of AWS only those that allow everything are told of for that.
  private static boolean isBroad(String key, PolicyDocument document) {
    return Breadth.of(document) instanceof Breadth.Broad found
        && (!key.startsWith("arn:") || found.reach() == Reach.EVERYTHING);
  }

  private static Optional<PolicyDocument> parsed(String text) {
    try {
      return Optional.of(PolicyDocument.parse(text));
    } catch (UnreadablePolicy _) {
      return Optional.empty(); // told by the guardrail for wildcards
    }
  }

  /// Whether a policy grants so much as a whole that it is told of for that.
  boolean isTooBroad(String key) {
    return broad.contains(key);
  }

  /// What has to be read before anything can be said; nothing if it cannot matter.
  Set<Fact> unread() {
    return unread.isEmpty() || !(isUnreadTogether || isPartOfAWay()) ? Set.of() : unread;
  }

  private boolean isPartOfAWay() {
    var permissions = Permissions.together(List.copyOf(documents.values()));
    return STEPS.stream().anyMatch(each -> permissions.allowsSomewhere(each) == Answer.YES);
  }

  /// Whether all of these could be read: what cannot be may deny what the others open.
  boolean areReadable(Set<String> keys) {
    return documents.keySet().containsAll(keys);
  }

  /// The ways that would be closed without this policy.
  List<Escalation> openedBy(String key) {
    var open = open(documents.values());
    open.removeAll(toldElsewhere);
    if (!open.isEmpty()) {
      var others = new LinkedHashMap<>(documents);
      others.remove(key);
      open.removeAll(open(others.values()));
    }
    return List.copyOf(open);
  }

  /// Whether a policy opens a way by itself.
  boolean isOpenedAloneBy(String key) {
    var document = documents.get(key);
    return document != null && !open(List.of(document)).isEmpty();
  }

  /// Whether another document in the place of this policy would open nothing.
  boolean isClosedWith(String key, String text) {
    var replaced = parsed(text);
    if (replaced.isEmpty()) {
      return false;
    }
    var all = new LinkedHashMap<>(documents);
    all.put(key, replaced.get());
    var without = new LinkedHashMap<>(documents);
    without.remove(key);
    return open(without.values()).containsAll(open(all.values()));
  }

  private Set<Escalation> open(Collection<PolicyDocument> together) {
    var open = new LinkedHashSet<Escalation>();
    for (var each : Permissions.together(List.copyOf(together)).escalations()) {
      if (each.certain() && each.way().leadsToEverything() && isUnbounded(each.way())) {
        open.add(each.way());
      }
    }
    return open;
  }

  private boolean isUnbounded(Escalation way) {
    return boundary.isEmpty()
        || way.actions().stream()
            .allMatch(action -> boundary.get().allowsSomewhere(action) == Answer.YES);
  }
}
