package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Requests;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.wafv2.model.ExcludedRule;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.RuleAction;
import software.amazon.awssdk.services.wafv2.model.RuleActionOverride;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/// Reads how strict web ACLs are.
final class Filters {
  private static final double WINDOW = 300;
  // What makes a rule more or less strict is compared by itself; a newer version of a group of
  // rules is the same group.
  private static final List<String> NOT_MATCHED =
      List.of(
          "EvaluationWindowSec",
          "ExcludedRules",
          "Limit",
          "ManagedRuleGroupConfigs",
          "RuleActionOverrides",
          "ScopeDownStatement",
          "Version");

  private Filters() {}

  static Defence of(WebACL acl) {
    var filters = new HashMap<String, Filter>();
    acl.rules().forEach(rule -> filters.put(rule.name(), filter(rule)));
    return new Defence(acl.defaultAction() != null && acl.defaultAction().block() != null, filters);
  }

  private static Filter filter(Rule rule) {
    var statement = rule.statement();
    var json = Requests.toJson(statement);
    var isPartial = json.findValue("ScopeDownStatement") != null;
    var matched = matched(json);
    return new Filter(
        Export.digest(matched),
        alternatives(matched).toList(),
        reaction(rule),
        spared(statement),
        limit(statement),
        isPartial,
        rule.priority());
  }

  // A longer list of what is stopped is stricter.
  private static Stream<String> alternatives(JsonNode statement) {
    var either = statement.path("OrStatement").path("Statements");
    if (!either.isEmpty()) {
      return StreamSupport.stream(either.spliterator(), false).flatMap(Filters::alternatives);
    }
    var countries = statement.path("GeoMatchStatement").path("CountryCodes");
    if (!countries.isEmpty()) {
      var anywhere = statement.<ObjectNode>deepCopy();
      anywhere.withObject("/GeoMatchStatement").remove("CountryCodes");
      var how = Export.digest(anywhere);
      return StreamSupport.stream(countries.spliterator(), false)
          .map(country -> how + ":" + country.asText());
    }
    return Stream.of(Export.digest(statement));
  }

  private static JsonNode matched(ObjectNode statement) {
    for (var each : statement) {
      if (each instanceof ObjectNode members) {
        members.remove(NOT_MATCHED);
      }
    }
    return statement;
  }

  private static Filter.Reaction reaction(Rule rule) {
    if (rule.action() != null) {
      return reaction(rule.action());
    }
    return rule.overrideAction() != null && rule.overrideAction().count() != null
        ? Filter.Reaction.COUNTS
        : Filter.Reaction.BLOCKS;
  }

  private static Filter.Reaction reaction(RuleAction action) {
    if (action.allow() != null) {
      return Filter.Reaction.LETS_THROUGH;
    }
    if (action.count() != null) {
      return Filter.Reaction.COUNTS;
    }
    return action.captcha() != null || action.challenge() != null
        ? Filter.Reaction.CHALLENGES
        : Filter.Reaction.BLOCKS;
  }

  private static List<String> spared(Statement statement) {
    var managed = statement.managedRuleGroupStatement();
    var own = statement.ruleGroupReferenceStatement();
    if (managed != null) {
      return spared(managed.excludedRules(), managed.ruleActionOverrides());
    }
    return own == null ? List.of() : spared(own.excludedRules(), own.ruleActionOverrides());
  }

  // To exclude a rule is the old way to let it count.
  private static List<String> spared(
      List<ExcludedRule> excluded, List<RuleActionOverride> overridden) {
    return Stream.concat(
            excluded.stream().map(ExcludedRule::name),
            overridden.stream()
                .filter(each -> !stops(each.actionToUse()))
                .map(RuleActionOverride::name))
        .sorted()
        .distinct()
        .toList();
  }

  private static boolean stops(RuleAction action) {
    return reaction(action).compareTo(Filter.Reaction.COUNTS) > 0;
  }

  private static double limit(Statement statement) {
    var rate = statement.rateBasedStatement();
    if (rate == null || rate.limit() == null) {
      return 0;
    }
    var window = rate.evaluationWindowSec() == null ? WINDOW : rate.evaluationWindowSec();
    return rate.limit() * WINDOW / window;
  }
}
