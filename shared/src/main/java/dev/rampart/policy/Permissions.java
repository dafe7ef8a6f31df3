package dev.rampart.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Comparison.Beyond;
import dev.rampart.policy.Comparison.Unproved;
import dev.rampart.policy.Comparison.Within;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a policy document allows and denies by itself. Other policies of the same principal,
/// boundaries and organization policies are not known here, nor is any request: an answer that
/// depends on them is [Answer#UNKNOWN].
///
/// How a request is decided: [policy evaluation
/// logic](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html).
public final class Permissions {
  private static final List<Way> WAYS =
      Escalation.KNOWN.stream()
          .map(each -> new Way(each, each.actions().stream().map(Permissions::lower).toList()))
          .toList();

  private final List<Clause> allows;
  private final List<Clause> denies;
  private final Language language;

  private record Way(Escalation known, List<String> inLowerCase) {}

  private Permissions(List<Clause> allows, List<Clause> denies, Language language) {
    this.allows = List.copyOf(allows);
    this.denies = List.copyOf(denies);
    this.language = language;
  }

  /// How a document has to be read.
  ///
  /// @param current whether variables are variables: in the language of 2008 they are plain text
  /// @param variables whether there are any
  /// @param unread the statements that are not understood
  private record Language(boolean current, boolean variables, Set<JsonNode> unread) {
    static Language of(PolicyDocument document) {
      return new Language(
          document.hasVariables(),
          document.tree().toString().contains("${"),
          document.statements().stream()
              .filter(each -> !isUnderstood(each, document))
              .map(Statement::tree)
              .collect(Collectors.toSet()));
    }

    static boolean isUnderstood(Statement statement, PolicyDocument document) {
      return statement.isWellFormed() && (document.hasVariables() || !hasEscapes(statement));
    }

    // "${*}" is a star by itself only where there are variables.
    private static boolean hasEscapes(Statement statement) {
      var text = statement.tree().toString();
      return Stream.of("${*}", "${?}", "${$}").anyMatch(text::contains);
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
      var statement = statements.get(i);
      var clause = Clause.of(statement, i, Language.isUnderstood(statement, document));
      (clause.allows() ? allows : denies).add(clause);
    }
    return new Permissions(allows, denies, Language.of(document));
  }

  /// What the policies of one principal say together: all that any of them allows, less what any of
  /// them denies.
  public static Permissions together(List<PolicyDocument> documents) {
    var all = documents.stream().map(Permissions::of).toList();
    return new Permissions(
        all.stream().flatMap(each -> each.allows.stream()).toList(),
        all.stream().flatMap(each -> each.denies.stream()).toList(),
        new Language(
            all.stream().allMatch(each -> each.language.current()),
            all.stream().anyMatch(each -> each.language.variables()),
            all.stream()
                .flatMap(each -> each.language.unread().stream())
                .collect(Collectors.toSet())));
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
    return allowsSomewhereInLowerCase(lower(action));
  }

  private static String lower(String action) {
    return action.toLowerCase(Locale.ROOT);
  }

  private Answer allowsSomewhereInLowerCase(String name) {
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

  /// The sensitive actions that are allowed on every resource without a condition.
  public Set<String> sensitiveEverywhere() {
    var found = new HashSet<String>();
    Sensitive.forEach(
        (name, inLowerCase) -> {
          if (allowsSomewhereInLowerCase(inLowerCase) == Answer.YES) {
            found.add(name);
          }
        });
    return found;
  }

  /// The known ways to more rights that this opens.
  public List<Escalation.Open> escalations() {
    var answers = new HashMap<String, Answer>();
    var open = new ArrayList<Escalation.Open>();
    for (var way : WAYS) {
      var answer = Answer.YES;
      for (var action : way.inLowerCase()) {
        answer = answer.and(answers.computeIfAbsent(action, this::allowsSomewhereInLowerCase));
        if (answer == Answer.NO) {
          break;
        }
      }
      if (answer != Answer.NO) {
        open.add(new Escalation.Open(way.known(), answer == Answer.YES));
      }
    }
    return open;
  }

  /// Whether nothing is granted here that the other does not grant.
  ///
  /// It is proved statement by statement: what each allows has to be allowed by one statement of
  /// the other, action by action and resource by resource, on the same or stricter conditions to
  /// the same principals; and what the other denies has to be denied here too, or be about
  /// something else. Everything that is not understood has to stand in both, letter by letter.
  public Comparison within(Permissions wider) {
    if (language.differsFrom(wider.language)) {
      return new Unproved("what is not understood differs");
    }
    var comparison = understood().isWithin(wider.understood());
    return comparison instanceof Beyond(var statement, _, _) && !language.unread().isEmpty()
        ? new Unproved(statement + " may grant more, unless what is not understood does too")
        : comparison;
  }

  // What is not understood is the same on both sides, and so makes no difference.
  private Permissions understood() {
    return new Permissions(understood(allows), understood(denies), language);
  }

  private static List<Clause> understood(List<Clause> clauses) {
    return clauses.stream().filter(Clause::understood).toList();
  }

  private Comparison isWithin(Permissions wider) {
    for (var deny : wider.denies) {
      if (isLifted(deny)) {
        return example(allows.stream(), wider)
            .orElseGet(() -> new Unproved("what " + deny.name() + " denied may be allowed"));
      }
    }
    for (var allow : allows) {
      var open = firstNotCovered(allow, wider);
      if (open.isPresent()) {
        return example(Stream.of(open.get()), wider)
            .or(() -> example(Stream.of(allow), wider))
            .orElseGet(() -> new Unproved(words(open.get())));
      }
    }
    return new Within();
  }

  private boolean isLifted(Clause deny) {
    return allows.stream().anyMatch(deny::meets)
        && denies.stream().noneMatch(each -> each.covers(deny));
  }

  private static Optional<Clause> firstNotCovered(Clause allow, Permissions wider) {
    return wider.covers(allow)
        ? Optional.empty()
        : allow.parts().stream().filter(part -> !wider.covers(part)).findFirst();
  }

  private boolean covers(Clause clause) {
    return allows.stream().anyMatch(each -> each.covers(clause));
  }

  private static String words(Clause clause) {
    return "%s may grant more: %s on %s"
        .formatted(clause.name(), clause.actions(), clause.resources());
  }

  /// An action on a resource that is certainly allowed here and certainly not there.
  private Optional<Comparison> example(Stream<Clause> clauses, Permissions wider) {
    return clauses
        .flatMap(
            clause ->
                Examples.of(clause)
                    .filter(
                        each ->
                            allows(each.action(), each.resource()) == Answer.YES
                                && wider.allows(each.action(), each.resource()) == Answer.NO)
                    .map(
                        each ->
                            (Comparison) new Beyond(clause.name(), each.action(), each.resource())))
        .findFirst();
  }
}
