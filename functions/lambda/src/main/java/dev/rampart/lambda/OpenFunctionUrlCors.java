package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;

/// Flags function URLs that any website may call with the credentials of its visitors, and takes
/// the credentials or the websites away.
@Rule(
    summary = "Any website may call the function URL in its visitors' name",
    risk = "A page that a user happens to open can read, with the user's own session, the answer.",
    severity = MEDIUM,
    triggers = {
      "lambda:CreateFunctionUrlConfig",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionUrlConfig"
    },
    configTypes = FunctionArn.CONFIG_TYPE,
    standards = "OWASP-S6:2017")
public final class OpenFunctionUrlCors implements Guardrail<FunctionUrl, UrlCors> {
  @Override
  public Map<String, UrlCors> parts(FunctionUrl url) {
    return Map.of(url.key(), url.cors());
  }

  @Override
  public Verdict check(UrlCors cors, FunctionUrl url, Past<UrlCors> past) {
    if (!cors.namesEveryWebsite()) {
      return compliant();
    }
    if (cors.allowCredentials()) {
      return withCredentials(cors, url, past);
    }
    // Public answers are for every website; only where they were not meant to be, it is news.
    return past.isUnread() ? asks(Fact.History.PAST) : withoutCredentials(url, past);
  }

  private static Verdict withCredentials(UrlCors cors, FunctionUrl url, Past<UrlCors> past) {
    var finding =
        violation("any website may call " + url.access().url() + " with its visitors' credentials");
    var back = Calls.setCors(url.arn(), cors);
    past.good().stream()
        .map(Good::part)
        .filter(
            former ->
                former.namesWebsites()
                    || (former.namesEveryWebsite() && !former.allowCredentials()))
        .findFirst()
        .ifPresent(
            former ->
                finding.fixedBy(
                    "put the URL's CORS settings back as they were",
                    RESTORES,
                    Calls.setCors(url.arn(), former),
                    back));
    return finding
        .fixedBy(
            "let no credentials go along, keep the rest of the CORS settings",
            NARROWS,
            Calls.setCors(url.arn(), cors.withoutCredentials()),
            back)
        .verdict();
  }

  private static Verdict withoutCredentials(FunctionUrl url, Past<UrlCors> past) {
    var former = past.lastGood().filter(UrlCors::namesWebsites);
    if (former.isEmpty()) {
      return compliant();
    }
    return violation(
            "any website may read what %s answers, which only %s could before"
                .formatted(url.access().url(), String.join(", ", former.get().allowOrigins())))
        .leftToAPerson(
            "no credentials go along, so it may be meant", Calls.setCors(url.arn(), former.get()))
        .verdict();
  }
}
