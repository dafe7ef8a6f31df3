package dev.rampart.lambda;

import static dev.rampart.guardrail.Severity.HIGH;
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
import java.util.Set;
import java.util.TreeSet;

/// Flags functions with a layer that is published by an account which is neither the own one, nor
/// trusted, nor one of those from which AWS publishes layers.
///
/// It changes nothing: whoever may write a function's layers may write its role and variables too,
/// and a function may not start without what a layer brings.
@Rule(
    summary = "Function runs a layer of an unknown account",
    risk =
        "Whoever publishes the layer runs code with the rights of the function's role and sees its"
            + " variables and events.",
    severity = HIGH,
    triggers = {
      "lambda:CreateFunction",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionConfiguration"
    },
    configTypes = FunctionSetup.TYPE,
    standards = {"OWASP-S9:2017"},
    byDefault = "alert")
public final class ForeignLayer implements Guardrail<FunctionSetup, Layers> {
  @Override
  public Map<String, Layers> parts(FunctionSetup setup) {
    return Map.of("layers", new Layers(setup.layers()));
  }

  @Override
  public Verdict check(Layers layers, FunctionSetup setup, Past<Layers> past) {
    if (layers.strangeTo(setup.account(), Set.of()).isEmpty()) {
      return compliant();
    }
    var trusted = setup.learned().trustedAccounts();
    if (trusted == null) {
      return asks(SetupFact.TRUSTED_ACCOUNTS);
    }
    var strange = layers.strangeTo(setup.account(), trusted);
    if (strange.isEmpty()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    // What was good may not be so any more: an account is not trusted for ever.
    var former =
        past.good().stream()
            .map(Good::part)
            .filter(each -> each.strangeTo(setup.account(), trusted).isEmpty())
            .findFirst()
            .orElseGet(() -> layers.without(strange));
    return violation(detail(strange))
        .leftToAPerson(
            "the function may not start without it, and only a person knows whether the account is"
                + " a partner: /rampart/trusted-accounts names those that are",
            Call.of(SetupCalls.layers(setup, former)))
        .verdict();
  }

  private static String detail(Set<String> strange) {
    var accounts = new TreeSet<String>();
    strange.forEach(each -> accounts.add(Layers.account(each)));
    return "it runs %s of account %s"
        .formatted(String.join(", ", strange), String.join(", ", accounts));
  }
}
