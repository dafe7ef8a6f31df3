package dev.rampart.policy;

import dev.rampart.policy.Comparison.Beyond;
import dev.rampart.policy.Comparison.Unproved;
import dev.rampart.policy.Comparison.Within;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a policy document allows and denies by itself. Other policies of the same principal,
/// boundaries and organization policies are not known here, nor is any request: an answer that
/// depends on them is [Answer#UNKNOWN].
///
/// How a request is decided: [policy evaluation
/// logic](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html).
public final class Permissions {
  private static final ActionIndex ASKED =
      new ActionIndex(
          Stream.concat(
                  Sensitive.names().stream(),
                  Escalation.KNOWN.stream().flatMap(each -> each.actions().stream()))
              .toList());
  private static final BitSet SENSITIVE = places(Sensitive.names());
  private static final List<Way> WAYS =
      Escalation.KNOWN.stream().map(each -> new Way(each, places(each.actions()))).toList();

  private final List<PolicyDocument> documents;
  private final List<Clause> allows;
  private final List<Clause> denies;
  private @Nullable Allowed allowed;

  private record Way(Escalation known, BitSet actions) {}

  private static BitSet places(List<String> actions) {
    var places = new BitSet();
    actions.forEach(each -> places.set(ASKED.place(each)));
    return places;
  }

  private Permissions(List<PolicyDocument> documents, List<Clause> allows, List<Clause> denies) {
    this.documents = List.copyOf(documents);
    this.allows = List.copyOf(allows);
    this.denies = List.copyOf(denies);
  }

  /// How a document has to be read.
  ///
  /// @param current whether variables are variables: in the language of 2008 they are plain text
  /// @param variables whether there are any
  /// @param unread the statements that are not understood
  private record Language(boolean current, boolean variables, Set<Statement> unread) {
    static Language of(List<PolicyDocument> documents) {
      return new Language(
          documents.stream().allMatch(PolicyDocument::hasVariables),
          documents.stream().anyMatch(each -> each.tree().toString().contains("${")),
          documents.stream().flatMap(Language::unread).collect(Collectors.toSet()));
    }

    private static Stream<Statement> unread(PolicyDocument document) {
      return document.statements().stream().filter(each -> !isUnderstood(each, document));
    }

    static boolean isUnderstood(Statement statement, PolicyDocument document) {
      return statement.isWellFormed() && (document.hasVariables() || !hasEscapes(statement));
    }

    // "${*}" is a star by itself only where there are variables.
    private static boolean hasEscapes(Statement statement) {
      var text = statement.tree().toString();
      return Stream.of("${*}", "${?}", "${$}").anyMatch(text::contains);
    }

    List<Clause> understood(List<Clause> clauses) {
      return clauses.stream().filter(each -> !unread.contains(each.statement())).toList();
    }

    boolean differsFrom(Language other) {
      return !unread.equals(other.unread)
          || (variables && other.variables && current != other.current);
    }
  }

  /// What a document says.
  public static Permissions of(PolicyDocument document) {
    var statements = document.statements();
    var allows = new ArrayList<Clause>();
    var denies = new ArrayList<Clause>();
    for (int i = 0; i < statements.size(); i++) {
      var clause = Clause.of(statements.get(i), i);
      (clause.statement().allows() ? allows : denies).add(clause);
    }
    return new Permissions(List.of(document), allows, denies);
  }

  /// What the policies of one principal say together: all that any of them allows, less what any of
  /// them denies.
  public static Permissions together(List<PolicyDocument> documents) {
    var all = documents.stream().map(Permissions::of).toList();
    return new Permissions(
        documents,
        all.stream().flatMap(each -> each.allows.stream()).toList(),
        all.stream().flatMap(each -> each.denies.stream()).toList());
  }

  /// Whether an action on a resource is allowed.
  ///
  /// @param action such as `s3:GetObject`, in any case
  /// @param resource an ARN
  public Answer allows(String action, String resource) {
    var allowed = Answer.NO;
    for (var clause : allows) {
      allowed = allowed.or(clause.holdsFor(action, resource));
    }
    return allowed.and(isDenied(action, resource).not());
  }

  private Answer isDenied(String action, String resource) {
    var denied = Answer.NO;
    for (var clause : denies) {
      var holds = clause.holdsFor(action, resource);
      denied = denied.or(clause.isForEveryone() ? holds : holds.and(Answer.UNKNOWN));
    }
    return denied;
  }

  /// Whether an action is allowed on any resource at all.
  ///
  /// @return yes if on every resource and without a condition; unknown if it depends on them
  public Answer allowsSomewhere(String action) {
    var name = action.toLowerCase(Locale.ROOT);
    var allowed = Answer.NO;
    for (var clause : allows) {
      allowed =
          allowed.or(
              clause.isForAll() ? clause.names(name) : clause.names(name).and(Answer.UNKNOWN));
    }
    for (var clause : denies) {
      var denied = clause.names(name);
      allowed =
          allowed.and(
              clause.isForAll() ? denied.not() : denied == Answer.NO ? Answer.YES : Answer.UNKNOWN);
    }
    return allowed;
  }

  /// Of the actions that are asked about, those that are allowed on every resource without a
  /// condition, and those that may be allowed on some.
  private record Allowed(BitSet certainly, BitSet possibly) {}

  private Allowed allowed() {
    var known = allowed;
    if (known == null) {
      known = findAllowed();
      allowed = known;
    }
    return known;
  }

  // What #allowsSomewhere says of each, worked out for all at once.
  private Allowed findAllowed() {
    var certainly = new BitSet();
    var possibly = new BitSet();
    for (var clause : allows) {
      var marks = clause.actions().among(ASKED);
      possibly.or(marks.certain());
      possibly.or(marks.unknown());
      if (clause.isForAll()) {
        certainly.or(marks.certain());
      }
    }
    if (possibly.isEmpty()) {
      return new Allowed(certainly, possibly);
    }
    for (var clause : denies) {
      var marks = clause.actions().among(ASKED);
      certainly.andNot(marks.certain());
      certainly.andNot(marks.unknown());
      if (clause.isForAll()) {
        possibly.andNot(marks.certain());
      }
    }
    return new Allowed(certainly, possibly);
  }

  /// The sensitive actions that are allowed on every resource without a condition.
  public Set<String> sensitiveEverywhere() {
    return allowed().certainly().stream()
        .filter(SENSITIVE::get)
        .mapToObj(ASKED::name)
        .collect(Collectors.toSet());
  }

  /// The known ways to more rights that this opens.
  public List<Escalation.Open> escalations() {
    var impossible = allBut(allowed().possibly());
    var uncertain = allBut(allowed().certainly());
    var open = new ArrayList<Escalation.Open>();
    for (var way : WAYS) {
      if (!way.actions().intersects(impossible)) {
        open.add(new Escalation.Open(way.known(), !way.actions().intersects(uncertain)));
      }
    }
    return open;
  }

  private static BitSet allBut(BitSet places) {
    var others = new BitSet();
    others.set(0, ASKED.size());
    others.andNot(places);
    return others;
  }

  /// Whether nothing is granted here that the other does not grant.
  ///
  /// It is proved statement by statement: what each allows has to be allowed by one statement of
  /// the other, action by action and resource by resource, on the same or stricter conditions to
  /// the same principals; and what the other denies has to be denied here too, or be about
  /// something else. Everything that is not understood has to stand in both, letter by letter.
  public Comparison within(Permissions wider) {
    var language = Language.of(documents);
    var other = Language.of(wider.documents);
    if (language.differsFrom(other)) {
      return new Unproved("what is not understood differs");
    }
    var comparison = understood(language).isWithin(wider.understood(other));
    return comparison instanceof Beyond(var statement, _, _) && !language.unread().isEmpty()
        ? new Unproved(statement + " may grant more, unless what is not understood does too")
        : comparison;
  }

  // What is not understood is the same on both sides, and so makes no difference.
  private Permissions understood(Language language) {
    return new Permissions(documents, language.understood(allows), language.understood(denies));
  }

  private Comparison isWithin(Permissions wider) {
    for (var deny : wider.denies) {
      if (isLifted(deny)) {
        return example(allows, wider)
            .orElseGet(() -> new Unproved("what " + deny.name() + " denied may be allowed"));
      }
    }
    for (var allow : allows) {
      var open = firstNotCovered(allow, wider);
      if (open.isPresent()) {
        return example(List.of(open.get()), wider)
            .or(() -> example(List.of(allow), wider))
            .orElseGet(() -> new Unproved(words(open.get())));
      }
    }
    return new Within();
  }

  private boolean isLifted(Clause deny) {
    return allows.stream().anyMatch(deny::meets)
        && denies.stream().noneMatch(each -> each.covers(deny));
  }

  // Each action on each resource by itself: different statements of the other policy may cover
  // them.
  // What a statement covers is found out once for each action and each resource, not for each pair.
  private static Optional<Clause> firstNotCovered(Clause allow, Permissions wider) {
    if (wider.covers(allow)) {
      return Optional.empty();
    }
    var actions = allow.actions().parts();
    var resources = allow.resources().parts();
    var covered = Stream.generate(BitSet::new).limit(actions.size()).toList();
    for (var wide : wider.allows) {
      if (!wide.coversWho(allow)) {
        continue;
      }
      var on = new BitSet();
      IntStream.range(0, resources.size())
          .filter(i -> wide.resources().covers(resources.get(i)))
          .forEach(on::set);
      IntStream.range(0, actions.size())
          .filter(i -> !on.isEmpty() && wide.actions().covers(actions.get(i)))
          .forEach(i -> covered.get(i).or(on));
    }
    for (int i = 0; i < actions.size(); i++) {
      int gap = covered.get(i).nextClearBit(0);
      if (gap < resources.size()) {
        return Optional.of(allow.with(actions.get(i), resources.get(gap)));
      }
    }
    return Optional.empty();
  }

  private boolean covers(Clause clause) {
    return allows.stream().anyMatch(each -> each.covers(clause));
  }

  private static String words(Clause clause) {
    return "%s may grant more: %s on %s"
        .formatted(clause.name(), clause.actions(), clause.resources());
  }

  /// An action on a resource that is certainly allowed here and certainly not there.
  private Optional<Comparison> example(List<Clause> clauses, Permissions wider) {
    return new Examples()
        .of(clauses)
        .filter(
            each ->
                allows(each.action(), each.resource()) == Answer.YES
                    && wider.allows(each.action(), each.resource()) == Answer.NO)
        .<Comparison>map(each -> new Beyond(each.clause().name(), each.action(), each.resource()))
        .findFirst();
  }
}
