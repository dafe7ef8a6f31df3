package dev.rampart.lambda;

import static dev.rampart.guardrail.Severity.MEDIUM;
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
import java.util.Map;

/// Flags functions whose variables were encrypted with the owner's key and are not any more. Lambda
/// always encrypts, but with its own key it decrypts for whoever may read the function. One that
/// never had a key is good.
///
/// It changes nothing: whoever may write a function's key may write its role and variables too.
@Rule(
    summary = "Function's variables lost the owner's encryption key",
    risk = "Whoever may read the function can read its variables without any right to a key.",
    severity = MEDIUM,
    triggers = {
      "lambda:CreateFunction",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionConfiguration"
    },
    configTypes = FunctionSetup.TYPE,
    standards = {"OWASP-S3:2017"},
    byDefault = "alert")
public final class UnencryptedEnvironment implements Guardrail<FunctionSetup, EnvironmentKey> {
  @Override
  public Map<String, EnvironmentKey> parts(FunctionSetup setup) {
    return Map.of("environment", new EnvironmentKey(setup.key()));
  }

  @Override
  public Verdict check(EnvironmentKey key, FunctionSetup setup, Past<EnvironmentKey> past) {
    if (key.isTheOwners() || isEmpty(setup.variables())) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var former =
        past.good().stream().map(Good::part).filter(EnvironmentKey::isTheOwners).findFirst();
    if (former.isEmpty()) {
      return compliant();
    }
    var lost = former.get().arn();
    return violation("its variables are not encrypted with %s any more".formatted(lost))
        .leftToAPerson(
            "whoever may set the key may set the function's role and variables too, and Rampart may"
                + " not",
            Call.of(SetupCalls.encryption(setup, lost)))
        .verdict();
  }

  private static boolean isEmpty(Variables variables) {
    return switch (variables) {
      case Variables.Legible legible -> legible.names().isEmpty();
      case Variables.Illegible _ -> false;
    };
  }
}
