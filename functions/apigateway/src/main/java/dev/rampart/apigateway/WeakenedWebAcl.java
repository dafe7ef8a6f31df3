package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.wafv2.model.GetWebAclRequest;

/// Flags web ACLs before APIs that let through more than when they were last seen good. How strict
/// a new one has to be, only a person knows; web ACLs that guard no API are not looked at.
@Rule(
    summary = "Web ACL is less strict than it was",
    risk =
        "Attacks that the web ACL was there to stop reach every API behind it, which still looks"
            + " guarded.",
    severity = MEDIUM,
    triggers = {"wafv2:AssociateWebACL", "wafv2:UpdateWebACL"},
    configTypes = {"AWS::WAFv2::WebACL"},
    standards = {"WAF.10", "OWASP-S1:2017"},
    byDefault = "alert")
public final class WeakenedWebAcl implements Guardrail<WebAcl, Defence> {
  private static final int NAMED = 5;

  @Override
  public Map<String, Defence> parts(WebAcl acl) {
    return acl.stages().isEmpty() ? Map.of() : Map.of("rules", acl.defence());
  }

  @Override
  public Verdict check(Defence now, WebAcl acl, Past<Defence> past) {
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var before = past.lastGood();
    if (before.isEmpty() || before.get().equals(now)) {
      return compliant();
    }
    var weaker = now.weakerThan(before.get());
    if (weaker.isEmpty()) {
      return compliant();
    }
    return violation(words(weaker))
        .leftToAPerson(
            "an update replaces the whole web ACL, and with it what others changed since",
            Call.of(GetWebAclRequest.builder().arn(acl.id().arn()).build()))
        .verdict();
  }

  private static String words(List<String> weaker) {
    var more = weaker.size() - NAMED;
    return String.join("; ", weaker.subList(0, Math.min(NAMED, weaker.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }
}
