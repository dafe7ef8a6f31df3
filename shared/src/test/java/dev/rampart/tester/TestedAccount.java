package dev.rampart.tester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Birth;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Remedy;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The emulated account as a guardrail's function sees it, with a memory of what was good.
///
/// @param <R> the resource
/// @param <P> the part
public final class TestedAccount<R extends Resource, P> {
  private final GuardrailTester<R, P> tester;
  private final EmulatedAccount account;
  private final String function;
  private final BiFunction<Caller, R, String> state;
  private final Caller caller;
  private final Domain<R> domain;
  private final Map<ResourceId, Map<String, List<Good<P>>>> memory = new HashMap<>();

  TestedAccount(
      GuardrailTester<R, P> tester,
      EmulatedAccount account,
      String function,
      BiFunction<Caller, R, String> state) {
    this.tester = tester;
    this.account = account;
    this.function = function;
    this.state = state;
    this.caller = account.function(function);
    this.domain = tester.domain.apply(caller);
  }

  /// A person in the account.
  public Caller person(String name) {
    return account.person(name);
  }

  /// Looks at a resource and remembers what is good and which parts there are, as a sweep does.
  public TestedAccount<R, P> learns(ResourceId id) {
    var resource = load(id);
    var known = memory.computeIfAbsent(id, _ -> new HashMap<>());
    tester
        .guardrail
        .parts(resource)
        .forEach(
            (key, part) -> {
              var good = known.computeIfAbsent(key, _ -> new ArrayList<>());
              if (judge(tester.guardrail, resource, part) instanceof Verdict.Compliant) {
                good.addFirst(
                    new Good<>(Json.remembered(tester.guardrail, part), Instant.now(), "sweep"));
              }
            });
    return this;
  }

  /// Looks at the only part that is not good, or at the only part.
  public Case<R, P> looksAt(ResourceId id) {
    var resource = load(id);
    var parts = tester.guardrail.parts(resource);
    var suspects =
        parts.keySet().stream()
            .filter(
                key ->
                    !(judge(tester.guardrail, resource, Objects.requireNonNull(parts.get(key)))
                        instanceof Verdict.Compliant))
            .toList();
    if (suspects.isEmpty() && parts.size() == 1) {
      return looksAt(resource, parts.keySet().iterator().next());
    }
    assertThat(suspects).as("parts of %s that are not good", id).hasSize(1);
    return looksAt(resource, suspects.getFirst());
  }

  /// Looks at one part.
  public Case<R, P> looksAt(ResourceId id, String part) {
    return looksAt(load(id), part);
  }

  /// The live state.
  public R load(ResourceId id) {
    var loaded = domain.load(id);
    assertThat(loaded).as("%s", id).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<R>) loaded).resource();
  }

  /// The loader itself, with the function's own clients.
  public Domain<R> domain() {
    return domain;
  }

  private Case<R, P> looksAt(R resource, String part) {
    return new Case<>(tester, resource, part, past(resource.id(), part), this, 0);
  }

  private Past<P> past(ResourceId id, String part) {
    var known = memory.get(id);
    if (known == null) {
      return new Past<>(List.of(), Birth.UNKNOWN);
    }
    var good = known.get(part);
    return good == null
        ? new Past<>(List.of(), Birth.NEW)
        : new Past<>(good.stream().toList(), Birth.KNOWN);
  }

  R learn(R resource, Set<Fact> facts) {
    return domain.learn(resource, facts);
  }

  void fixAndUndo(R broken, String part, Past<P> past, Remedy.Fix fix, Consumer<Caller> fixed) {
    var auditor = account.person("auditor");
    var before = state.apply(auditor, broken);
    var wrongBefore = wrong(broken);
    var finish = fix.finish().steps();
    var fixing = tester.operations.apply(caller);
    var sender = new Sender(fixing, Stream.concat(fix.steps().stream(), finish.stream()).toList());
    sender.apply(fix.steps(), fixing);

    assertThat(state.apply(auditor, broken)).as("the fix changes something").isNotEqualTo(before);
    isGood(broken, part, wrongBefore);
    fixed.accept(auditor);

    var undoer = account.function(function + "-undo");
    var undoing = tester.operations.apply(undoer);
    if (!finish.isEmpty()) {
      var between = state.apply(auditor, broken);
      var shown = Json.text(partNow(broken, part));
      sender.apply(finish, undoing);
      assertThat(Json.text(partNow(broken, part)))
          .as("the finish changes the part, which proves it")
          .isNotEqualTo(shown);
      isGood(broken, part, wrongBefore);
      sender.undo(finish, undoing);
      assertThat(state.apply(auditor, broken))
          .as("the undo of the finish brings back the state before it")
          .isEqualTo(between);
    }
    sender.undo(fix.steps(), undoing);
    assertThat(state.apply(auditor, broken))
        .as("the undo brings back the state before")
        .isEqualTo(before);
    assertThat(new Case<>(tester, load(broken.id()), part, past, this, 0).verdict())
        .as("after the undo it is as wrong as before")
        .isInstanceOf(Verdict.Violation.class);
    staysWithinItsRole(caller, function);
    staysWithinItsRole(undoer, function + "-undo");
  }

  private void isGood(R broken, String part, Set<String> wrongBefore) {
    if (domain.load(broken.id()) instanceof Loaded.Present<R> present) {
      var wrong = new HashSet<>(wrong(present.resource()));
      assertThat(wrong)
          .as("after the fix the part is good, so fixing again finds nothing")
          .doesNotContain(tester.guardrail.name() + " " + part);
      wrong.removeAll(wrongBefore);
      assertThat(wrong).as("the fix breaks nothing else").isEmpty();
    }
  }

  private Map<String, P> partNow(R resource, String part) {
    var parts = new HashMap<>(tester.guardrail.parts(load(resource.id())));
    parts.keySet().retainAll(Set.of(part));
    return parts;
  }

  /// Every call that the function made so far is within its role.
  public void staysWithinItsRole() {
    staysWithinItsRole(caller, function);
  }

  private void staysWithinItsRole(Caller who, String role) {
    var deployed = DeployedRole.of(role);
    var listed = new HashMap<String, Operation>();
    tester.printing.all().forEach(each -> listed.put(each.id(), each));
    for (var call : account.callsOf(who)) {
      var operation = listed.get(call.name());
      assertThat(operation != null || call.readOnly())
          .as("%s writes, so it is in the list of operations", call.name())
          .isTrue();
      var action =
          operation != null ? operation.permission() : readAction(call.service(), call.name());
      assertThat(deployed.allows(action)).as("%s may %s", role, action).isTrue();
    }
  }

  // API Gateway's actions are HTTP methods, for both of its APIs. S3 has no action for HeadBucket.
  private static String readAction(String service, String name) {
    return service.startsWith("apigateway")
        ? "apigateway:GET"
        : name.equals("s3:HeadBucket") ? "s3:ListBucket" : name;
  }

  private Set<String> wrong(R resource) {
    var wrong = new HashSet<String>();
    domain.guardrails().forEach(each -> wrong.addAll(wrong(each, resource)));
    return wrong;
  }

  private <Q> Set<String> wrong(Guardrail<R, Q> guardrail, R resource) {
    var wrong = new HashSet<String>();
    guardrail
        .parts(resource)
        .forEach(
            (key, part) -> {
              if (!(judge(guardrail, resource, part) instanceof Verdict.Compliant)) {
                wrong.add(guardrail.name() + " " + key);
              }
            });
    return wrong;
  }

  private <Q> Verdict judge(Guardrail<R, Q> guardrail, R resource, Q part) {
    var seen = resource;
    var verdict = guardrail.check(part, seen, Past.unread());
    for (int asked = 0; asked < 2 && verdict instanceof Verdict.Asks asks; asked++) {
      var facts = new HashSet<>(asks.facts());
      facts.remove(Fact.History.PAST);
      seen = facts.isEmpty() ? seen : domain.learn(seen, facts);
      verdict = guardrail.check(part, seen, new Past<>(List.of(), Birth.UNKNOWN));
    }
    return verdict;
  }
}
