package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Flags layer versions of the own account that every AWS account may use, and stops that; and
/// those that an account may use which the owner has not named as trusted.
@Rule(
    summary = "Layer is shared with strangers",
    risk = "Anyone with an AWS account can download the code, and whatever was packed with it.",
    severity = HIGH,
    triggers = {
      "lambda:AddLayerVersionPermission",
      "lambda:PublishLayerVersion",
      "lambda:RemoveLayerVersionPermission"
    },
    standards = {"OWASP-S3:2017"})
public final class PublicLayer implements Guardrail<SharedLayer, LayerGrant> {
  @Override
  public Map<String, LayerGrant> parts(SharedLayer layer) {
    var grants = new LinkedHashMap<String, LayerGrant>();
    for (int i = 0; i < layer.statements().size(); i++) {
      var statement = layer.statements().get(i);
      var key = statement.sid().isEmpty() ? statement.name(i) : statement.sid();
      grants.put(key, new LayerGrant(statement));
    }
    return grants;
  }

  @Override
  public Verdict check(LayerGrant grant, SharedLayer layer, Past<LayerGrant> past) {
    var statement = grant.statement();
    if (!statement.tree().isObject()) {
      return undetermined("the policy is not readable");
    }
    return switch (statement.audience(layer.account())) {
      case Known _, Services _, Nobody _ -> compliant();
      case Unclear(var why) -> undetermined(why);
      case Foreign(var accounts) -> foreign(grant, accounts, layer);
      case Network _ ->
          violation("anyone in certain networks may use it")
              .leftToAPerson(
                  "whether those networks are the owner's own is not to be seen from here",
                  commands(grant, layer))
              .verdict();
      case Anyone _ -> open(grant, layer);
    };
  }

  private static Verdict open(LayerGrant grant, SharedLayer layer) {
    var finding = violation("every AWS account may use it");
    var again = grant.findGrant(layer);
    if (again.isEmpty()) {
      return finding
          .leftToAPerson(
              "a removal could not be undone: AddLayerVersionPermission cannot write this statement"
                  + " again",
              commands(grant, layer))
          .verdict();
    }
    return finding
        .fixedBy(
            "remove statement %s from its policy; functions that have the layer keep it"
                .formatted(grant.statement().sid()),
            RESTRICTS,
            Call.of(grant.removal(layer)),
            Call.of(again.get()))
        .verdict();
  }

  private static Verdict foreign(LayerGrant grant, Set<String> accounts, SharedLayer layer) {
    var trusted = layer.trustedAccounts();
    if (trusted == null) {
      return asks(SetupFact.TRUSTED_ACCOUNTS);
    }
    var strangers = new TreeSet<>(accounts);
    strangers.removeAll(trusted);
    return strangers.isEmpty()
        ? compliant()
        : violation("account %s may use it".formatted(String.join(", ", strangers)))
            .leftToAPerson(
                "only a person knows whether the account is a partner: /rampart/trusted-accounts"
                    + " names those that are",
                commands(grant, layer))
            .verdict();
  }

  private static Call[] commands(LayerGrant grant, SharedLayer layer) {
    return grant.isNamed() ? new Call[] {Call.of(grant.removal(layer))} : new Call[0];
  }
}
