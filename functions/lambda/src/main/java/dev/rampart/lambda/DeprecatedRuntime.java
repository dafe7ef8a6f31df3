package dev.rampart.lambda;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.time.Instant;
import java.util.Map;

/// Flags functions on a runtime that AWS gives no security updates any more, by the dates that AWS
/// publishes. It changes nothing: a newer runtime can break the code. Container images have no
/// runtime, and one that is newer than the table is good.
@Rule(
    summary = "Function runs on a deprecated runtime",
    risk = "A hole that is found in the runtime from now on stays open.",
    severity = MEDIUM,
    triggers = {
      "lambda:CreateFunction",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionConfiguration"
    },
    configTypes = FunctionSetup.TYPE,
    standards = {"Lambda.2", "OWASP-S9:2017"},
    byDefault = "alert")
public final class DeprecatedRuntime implements Guardrail<FunctionSetup, RuntimeName> {
  @Override
  public Map<String, RuntimeName> parts(FunctionSetup setup) {
    return setup.runtime().isEmpty()
        ? Map.of()
        : Map.of("runtime", new RuntimeName(setup.runtime()));
  }

  @Override
  public Verdict check(RuntimeName runtime, FunctionSetup setup, Past<RuntimeName> past) {
    var ends = Runtimes.find(runtime.identifier());
    if (ends.isEmpty() || !ends.get().isUnsupported(setup.asOf())) {
      return compliant();
    }
    return violation(detail(runtime, ends.get(), setup.asOf()))
        .leftToAPerson("a newer runtime can break the code, so that it has to be tested first")
        .verdict();
  }

  private static String detail(RuntimeName runtime, Runtimes.Ends ends, Instant now) {
    var supported =
        "%s has had no security updates since %s"
            .formatted(runtime.identifier(), ends.support().orElseThrow());
    if (ends.updates().isEmpty()) {
      return supported;
    }
    var frozen = ends.updates().get();
    return ends.isFrozen(now)
        ? "%s, and functions with it cannot be changed since %s".formatted(supported, frozen)
        : "%s, and functions with it cannot be changed from %s on".formatted(supported, frozen);
  }
}
