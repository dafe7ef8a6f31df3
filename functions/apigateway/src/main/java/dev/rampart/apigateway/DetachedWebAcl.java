package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// Flags stages that a web ACL guarded and none guards now, and gives them back the one they had.
/// Another web ACL in its place is a person's choice.
@Rule(
    summary = "Stage lost its web ACL",
    risk = "Attacks that the web ACL was there to stop reach the API and what stands behind it.",
    severity = HIGH,
    // A web ACL in use cannot be deleted, so DeleteWebACL takes none away.
    triggers = {"wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"},
    configTypes = {"AWS::ApiGateway::Stage"},
    standards = {"APIGateway.4", "OWASP-S1:2017"})
public final class DetachedWebAcl implements Guardrail<RestApi, Stage.Shield> {
  @Override
  public Map<String, Stage.Shield> parts(RestApi api) {
    var parts = new LinkedHashMap<String, Stage.Shield>();
    api.stages().forEach(stage -> parts.put(stage.name(), stage.shield()));
    return parts;
  }

  @Override
  public Verdict check(Stage.Shield now, RestApi api, Past<Stage.Shield> past) {
    if (now.isUp()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var former = past.good().stream().map(Past.Good::part).filter(Stage.Shield::isUp).findFirst();
    if (former.isEmpty()) {
      return compliant();
    }
    var there = api.learned().webAcls();
    if (there == null) {
      return asks(Read.WEB_ACLS);
    }
    var acl = former.get().webAcl();
    var finding =
        violation("no web ACL guards stage %s any more, where %s did".formatted(now.stage(), acl));
    if (!there.contains(acl)) {
      return finding.leftToAPerson("the account has no such web ACL any more").verdict();
    }
    var calls = new WebAclCalls(api.arn(now.stage()));
    return finding
        .fixedBy(
            "let the same web ACL guard stage %s again".formatted(now.stage()),
            RESTORES,
            calls.associate(acl),
            calls.disassociate())
        .verdict();
  }
}
