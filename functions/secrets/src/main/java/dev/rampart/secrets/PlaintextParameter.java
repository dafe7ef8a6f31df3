package dev.rampart.secrets;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// Flags parameters that are kept in plain text and called like a secret. The value is not read:
/// the name is what its owner says of it.
@Rule(
    summary = "Parameter with a secret's name is kept in plain text",
    risk = "Whoever may read parameters reads the secret, without a key that could say no.",
    severity = MEDIUM,
    triggers = {"ssm:AddTagsToResource", "ssm:PutParameter", "ssm:RemoveTagsFromResource"},
    standards = {"OWASP-S3:2017"},
    byDefault = "alert")
public final class PlaintextParameter implements Guardrail<Parameter, ParameterType> {
  @Override
  public Map<String, ParameterType> parts(Parameter parameter) {
    var parts = new LinkedHashMap<String, ParameterType>();
    parameter
        .types()
        .forEach(
            (name, type) -> {
              if (ParameterNames.isWatched(name)) {
                parts.put(name, new ParameterType(name, type));
              }
            });
    return parts;
  }

  @Override
  public Verdict check(ParameterType part, Parameter parameter, Past<ParameterType> past) {
    if (part.type().equals("SecureString")) {
      return compliant();
    }
    return violation("%s has a secret's name and is a %s".formatted(part.name(), part.type()))
        .leftToAPerson(
            "its readers have to be able to decrypt it first; then aws ssm put-parameter"
                + " --overwrite --type SecureString keeps a new value, and the old one counts as"
                + " known, since the history shows it")
        .verdict();
  }
}
