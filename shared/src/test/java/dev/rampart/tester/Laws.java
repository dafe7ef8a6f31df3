package dev.rampart.tester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Commands;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Remedy;
import dev.rampart.guardrail.Requests;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What holds for every verdict of every guardrail.
final class Laws {
  private Laws() {}

  static <R extends Resource, P> void ofJudging(
      Verdict verdict,
      Verdict unread,
      GuardrailTester<R, P> tester,
      P part,
      R resource,
      Past<P> past) {
    var guardrail = tester.guardrail;
    assertThat(guardrail.check(part, resource, past))
        .as("judging is pure")
        .isEqualTo(guardrail.check(part, resource, past));
    if (unread instanceof Verdict.Compliant) {
      assertThat(guardrail.check(part, resource, past))
          .as("what is good without a past is good with it")
          .isEqualTo(unread);
    }
    var remembered = Json.remembered(guardrail, part);
    assertThat(remembered).as("a part survives JSON").isEqualTo(part);
    assertThat(guardrail.check(remembered, resource, past))
        .as("a remembered part is judged the same")
        .isEqualTo(guardrail.check(part, resource, past));
    assertNoSecrets(Json.text(part), tester.secrets);
    if (verdict instanceof Violation violation) {
      ofViolation(violation, tester.printing, tester.secrets);
    }
  }

  private static void ofViolation(Violation violation, Operations operations, Set<String> secrets) {
    assertClause(violation.detail());
    assertThat(violation.ladder()).as("ways to put it right").isNotEmpty();
    var shown = new StringBuilder(violation.detail());
    for (var remedy : violation.ladder()) {
      var calls = new ArrayList<Call>();
      switch (remedy) {
        case Remedy.Fix fix -> {
          assertClause(fix.plan());
          shown.append(fix.plan());
          fix.steps().forEach(step -> calls.addAll(List.of(step.apply(), step.undo())));
          ofFinish(fix.finish());
          shown.append(fix.finish().plan()).append(fix.finish().after());
          fix.finish().steps().forEach(step -> calls.addAll(List.of(step.apply(), step.undo())));
        }
        case Remedy.ByHand byHand -> {
          assertClause(byHand.because());
          shown.append(byHand.because());
          calls.addAll(byHand.commands());
        }
      }
      for (var call : calls) {
        ofCall(call, operations);
        shown.append(Requests.toJson(call.request()));
        new Commands(operations).lines(call).forEach(shown::append);
      }
    }
    assertThat(violation.ladder().getLast())
        .as("the ladder ends with what a person may do, unless there is a fix")
        .satisfiesAnyOf(
            last -> assertThat(last).isInstanceOf(Remedy.ByHand.class),
            _ -> assertThat(violation.ladder()).hasAtLeastOneElementOfType(Remedy.Fix.class));
    assertNoSecrets(shown.toString(), secrets);
  }

  private static void ofFinish(Remedy.Finish finish) {
    if (!finish.isNothing()) {
      assertClause(finish.plan());
      assertClause(finish.after());
    }
  }

  private static void ofCall(Call call, Operations operations) {
    var operation = operations.of(call.request());
    var json = Requests.toJson(call.request());
    assertThat(Requests.fromJson(operation.empty(), Json.read(json.toString())))
        .as("a call survives the ledger")
        .isEqualTo(call.request());
    for (var late : call.late()) {
      assertThat(json.toString()).as("the request awaits what is late").contains(late.marker());
      ofCall(late.from(), operations);
    }
    assertThat(new Commands(operations).lines(call)).as("commands").isNotEmpty();
  }

  // "lower-case clause": it follows a colon or a "would", and a full stop follows it.
  private static void assertClause(String words) {
    assertThat(words).as("a clause").isNotBlank().doesNotEndWith(".").doesNotContain("\n");
    assertThat(Character.isUpperCase(words.charAt(0)) && !isName(words))
        .as("begins in lower case: %s", words)
        .isFalse();
  }

  // "GET /orders", "AdministratorAccess": names begin as they are written.
  private static boolean isName(String words) {
    var first = words.split("[ ,:]", 2)[0];
    return first.chars().skip(1).anyMatch(Character::isUpperCase);
  }

  private static void assertNoSecrets(String text, Set<String> secrets) {
    secrets.forEach(
        secret -> assertThat(text).as("no secret value is shown or stored").doesNotContain(secret));
  }
}
