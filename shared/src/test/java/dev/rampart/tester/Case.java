package dev.rampart.tester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Commands;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Remedy;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One part of one resource under a guardrail, and what is expected of the verdict.
///
/// @param <R> the resource
/// @param <P> the part
public final class Case<R extends Resource, P> {
  private static final Bounds DEFAULTS = new Bounds(false, Set.of(), Set.of());

  private final GuardrailTester<R, P> tester;
  private final R resource;
  private final String key;
  private final P part;
  private final Past<P> past;
  private final @Nullable TestedAccount<R, P> account;
  private final int rung;
  private final Verdict verdict;

  Case(
      GuardrailTester<R, P> tester,
      R resource,
      String key,
      Past<P> past,
      @Nullable TestedAccount<R, P> account,
      int rung) {
    this.tester = tester;
    this.key = key;
    this.past = past;
    this.account = account;
    this.rung = rung;
    var seen = resource;
    var first = judged(seen, key, Past.unread());
    for (int asked = 0;
        asked < 2 && account != null && first instanceof Verdict.Asks asks;
        asked++) {
      // As the engine does: the past is asked of the ledger, everything else of the domain.
      var facts = new HashSet<>(asks.facts());
      facts.remove(Fact.History.PAST);
      seen = facts.isEmpty() ? seen : account.learn(seen, facts);
      first = judged(seen, key, asks.facts().contains(Fact.History.PAST) ? past : Past.unread());
    }
    var last = first instanceof Verdict.Compliant ? first : judged(seen, key, past);
    // With the past known, a guardrail may want to know more.
    for (int asked = 0;
        asked < 2 && account != null && last instanceof Verdict.Asks asks;
        asked++) {
      seen = account.learn(seen, asks.facts());
      last = judged(seen, key, past);
    }
    this.resource = seen;
    this.part = part(seen, key);
    this.verdict = last;
    Laws.ofJudging(this.verdict, first, tester, this.part, seen, past);
  }

  /// The same part with another past.
  public Case<R, P> with(Past<P> other) {
    return new Case<>(tester, resource, key, other, account, rung);
  }

  /// The next way to put it right: the case in which the owner does not consent to the one before.
  public Case<R, P> otherwise() {
    return new Case<>(tester, resource, key, past, account, rung + 1);
  }

  /// It is wrong, and these words are in the detail.
  public Case<R, P> isFlagged(String detail) {
    assertThat(violation().detail()).contains(detail);
    return this;
  }

  /// Nothing is wrong.
  public Case<R, P> isLeftAlone() {
    assertThat(verdict).isInstanceOf(Verdict.Compliant.class);
    return this;
  }

  /// It cannot be judged, and these words are in the reason.
  public Case<R, P> isUndetermined(String why) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Undetermined.class, each -> assertThat(each.why()).contains(why));
    return this;
  }

  /// It needs to know more first.
  public Case<R, P> asksFor(Fact... facts) {
    assertThat(verdict).isEqualTo(Verdict.asks(facts));
    return this;
  }

  /// It is too early, and these words are in the reason.
  public Case<R, P> isNotYetJudged(String why) {
    assertThat(verdict)
        .isInstanceOfSatisfying(Verdict.NotYet.class, each -> assertThat(each.why()).contains(why));
    return this;
  }

  /// The fix would run exactly these commands. An ellipsis stands for anything.
  public Case<R, P> wouldRun(String... commands) {
    var applied = fix().steps().stream().map(Step::apply).toList();
    assertLines(new Commands(tester.printing).lines(applied), commands);
    return this;
  }

  /// The fix would do this, in words and in effects.
  public Case<R, P> would(String plan, Effect... effects) {
    assertThat(fix().plan()).contains(plan);
    assertThat(fix().steps()).extracting(Step::effect).containsExactly(effects);
    return this;
  }

  /// Rampart has no fix: a person is told this reason and may run these commands.
  public Case<R, P> isLeftToAPerson(String because, String... commands) {
    assertThat(remedy()).isInstanceOf(Remedy.ByHand.class);
    var byHand = (Remedy.ByHand) remedy();
    assertThat(byHand.because()).contains(because);
    if (commands.length > 0) {
      assertLines(new Commands(tester.printing).lines(byHand.commands()), commands);
    }
    return this;
  }

  /// Rampart would not write to this resource under the default bounds, for this reason.
  public Case<R, P> isOffLimits(String because) {
    assertThat(resource.offLimits(DEFAULTS))
        .hasValueSatisfying(why -> assertThat(why).contains(because));
    return this;
  }

  /// Rampart may write to this resource under the default bounds.
  public Case<R, P> isInReach() {
    assertThat(resource.offLimits(DEFAULTS)).isEmpty();
    return this;
  }

  /// The fix works in the emulated account, and the undo takes it back, byte for byte.
  public Case<R, P> isFixed() {
    return isFixed(_ -> {});
  }

  /// The same, with a look at the account between fix and undo.
  public Case<R, P> isFixed(Consumer<Caller> fixed) {
    var where = Objects.requireNonNull(account, "only a case in the emulated account can be fixed");
    where.fixAndUndo(resource, key, past, fix(), fixed);
    return this;
  }

  /// The commands that a person may run, or the fix would, for closer inspection.
  public List<String> commands() {
    var calls =
        switch (remedy()) {
          case Remedy.Fix fix -> fix.steps().stream().map(Step::apply).toList();
          case Remedy.ByHand byHand -> byHand.commands();
        };
    return new Commands(tester.printing).lines(calls);
  }

  /// The calls of the fix, for closer inspection.
  public List<Call> calls() {
    return fix().steps().stream().map(Step::apply).toList();
  }

  /// The part as it was judged.
  public P part() {
    return part;
  }

  /// The resource as it was judged.
  public R resource() {
    return resource;
  }

  /// The verdict, for closer inspection.
  public Verdict verdict() {
    return verdict;
  }

  private Verdict judged(R seen, String name, Past<P> known) {
    return tester.guardrail.check(part(seen, name), seen, known);
  }

  private P part(R seen, String name) {
    var parts = tester.guardrail.parts(seen);
    assertThat(parts).as("parts of %s", seen.id()).containsKey(name);
    return Objects.requireNonNull(parts.get(name));
  }

  private Verdict.Violation violation() {
    assertThat(verdict).isInstanceOf(Verdict.Violation.class);
    return (Verdict.Violation) verdict;
  }

  private Remedy remedy() {
    assertThat(violation().ladder()).hasSizeGreaterThan(rung);
    return violation().ladder().get(rung);
  }

  private Remedy.Fix fix() {
    assertThat(remedy()).isInstanceOf(Remedy.Fix.class);
    return (Remedy.Fix) remedy();
  }

  private static void assertLines(List<String> actual, String... expected) {
    assertThat(actual).as("commands").hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      var pattern = "\\Q" + expected[i].replace("…", "\\E.*\\Q") + "\\E";
      assertThat(Pattern.compile(pattern, Pattern.DOTALL).matcher(actual.get(i)).matches())
          .as("%nexpected %s%nactual   %s", expected[i], actual.get(i))
          .isTrue();
    }
  }
}
