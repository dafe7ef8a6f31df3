package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.LOW;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Flags functions whose limit of concurrent executions is gone or higher than it ever was, and
/// gives them back the limit they had. A function that never had one is good, and so is one that
/// somebody stopped with a limit of 0.
@Rule(
    summary = "Function lost its limit of concurrent executions",
    risk =
        "Whoever can start the function can use up the executions of all functions in the account"
            + " and run up the bill.",
    severity = LOW,
    triggers = {
      "lambda:CreateFunction",
      "lambda:DeleteFunctionConcurrency",
      "lambda:PutFunctionConcurrency",
      "lambda:TagResource",
      "lambda:UntagResource"
    },
    configTypes = FunctionSetup.TYPE,
    standards = {"OWASP-S8:2017"},
    byDefault = "alert")
public final class RemovedConcurrencyLimit implements Guardrail<FunctionSetup, Reservation> {
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
  private static final int KEPT_BY_AWS = 100;

  @Override
  public Map<String, Reservation> parts(FunctionSetup setup) {
    return Map.of("reserved concurrency", setup.reservation());
  }

  @Override
  public Verdict check(Reservation now, FunctionSetup setup, Past<Reservation> past) {
    if (now.stops()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    // None is good for a function that never had one, and 0 is nothing to go back to.
    var limits = past.good().stream().map(Good::part).filter(Reservation::limits).toList();
    if (limits.isEmpty()) {
      return compliant();
    }
    return now.limits() ? raised(now, limits, setup) : gone(limits.getFirst(), setup);
  }

  private static Verdict raised(Reservation now, List<Reservation> limits, FunctionSetup setup) {
    var highest = limits.stream().max(Comparator.comparingInt(Reservation::count)).orElseThrow();
    if (now.count() <= highest.count()) {
      return compliant();
    }
    return violation(
            "it may run %d times at once, and never more than %d before"
                .formatted(now.count(), highest.count()))
        .fixedBy(
            plan(highest),
            RESTORES,
            SetupCalls.reserve(setup, highest),
            SetupCalls.reserve(setup, now))
        .verdict();
  }

  private static Verdict gone(Reservation former, FunctionSetup setup) {
    var unreserved = setup.learned().unreserved();
    if (unreserved == null) {
      return asks(SetupFact.UNRESERVED);
    }
    var finding =
        violation("its limit of %d concurrent executions is gone".formatted(former.count()));
    Call put = SetupCalls.reserve(setup, former);
    if (unreserved - former.count() < KEPT_BY_AWS) {
      return finding
          .leftToAPerson(
              "AWS would refuse: of the %d executions that no function has set aside, %d must remain"
                  .formatted(unreserved, KEPT_BY_AWS),
              put)
          .verdict();
    }
    return finding
        .fixedBy(plan(former), RESTORES, put, SetupCalls.reserve(setup, Reservation.NONE))
        .verdict();
  }

  private static String plan(Reservation limit) {
    return "limit it to %d concurrent executions again".formatted(limit.count());
  }
}
