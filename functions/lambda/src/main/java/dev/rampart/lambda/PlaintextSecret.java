package dev.rampart.lambda;

import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.secret.SecretDetector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Flags variables that hold a secret, and moves it to Secrets Manager if the owner says so. The
/// variable stays until a person says that nothing reads it any more.
///
/// Where a variable beside it names a secret, somebody is on that way already: that is good.
@Rule(
    summary = "Function has a secret in its environment variables",
    risk =
        "Whoever may read the function's setup, in the console, in a template or in a record of AWS"
            + " Config, has the secret: it has to be rotated even once it is moved.",
    severity = HIGH,
    triggers = {
      "lambda:CreateFunction",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionConfiguration"
    },
    configTypes = FunctionSetup.TYPE,
    standards = {"OWASP-S3:2017"},
    byDefault = "alert")
public final class PlaintextSecret implements Guardrail<FunctionSetup, Variable> {
  private static final String ENVIRONMENT = "environment";
  private static final Pattern SECRET_ARN =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:\\S+");
  private static final int VERSIONS = 10;

  @Override
  public Map<String, Variable> parts(FunctionSetup setup) {
    return switch (setup.variables()) {
      case Variables.Legible legible -> {
        var parts = new TreeMap<String, Variable>();
        legible.names().forEach(name -> parts.put(name, variable(name, legible)));
        yield parts;
      }
      case Variables.Illegible _ -> Map.of(ENVIRONMENT, Variable.harmless(""));
    };
  }

  private static Variable variable(String name, Variables.Legible variables) {
    var suspicion =
        variables.find(name).flatMap(value -> SecretDetector.find(name, value)).orElse(null);
    if (suspicion == null) {
      return Variable.harmless(name);
    }
    var secret =
        variables
            .find(Variable.namingSecretOf(name))
            .filter(SECRET_ARN.asMatchPredicate())
            .orElse("");
    return new Variable(name, suspicion.kind(), suspicion.length(), secret);
  }

  @Override
  public Verdict check(Variable variable, FunctionSetup setup, Past<Variable> past) {
    if (setup.variables() instanceof Variables.Illegible(var why)) {
      return undetermined(why);
    }
    if (variable.isHarmless()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var learned = setup.learned();
    var versions = learned.versions();
    if (past.callsForAFix() && (versions == null || learned.secretsKey() == null)) {
      return asks(SetupFact.VERSIONS, SetupFact.SECRETS_KEY);
    }
    var holding =
        versions == null ? List.<String>of() : versions.getOrDefault(variable.name(), List.of());
    var finding = violation(detail(variable, holding));
    var move = new SecretMove(setup, variable.name());
    move.obstacle()
        .ifPresentOrElse(
            finding::leftToAPerson,
            () -> finding.fixedBy(move.plan(), move.steps(), move.finish()));
    return finding
        .leftToAPerson(
            "the code has to read it from elsewhere, such as Secrets Manager, before the variable"
                + " can go, and it has to be rotated: whoever could read the function may know it")
        .verdict();
  }

  private static String detail(Variable variable, List<String> versions) {
    var text =
        "it seems to hold a secret (%s, %d characters)"
            .formatted(variable.kind(), variable.length());
    if (versions.isEmpty()) {
      return text;
    }
    var named = String.join(", ", versions.stream().limit(VERSIONS).toList());
    return "%s; so %s published %s %s%s, which no change of the function reaches"
        .formatted(
            text,
            versions.size() == 1 ? "does" : "do",
            versions.size() == 1 ? "version" : "versions",
            named,
            versions.size() > VERSIONS ? ", …" : "");
  }
}
