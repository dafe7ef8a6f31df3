package dev.rampart.apigateway;

import dev.rampart.guardrail.ResourceId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.CountAction;
import software.amazon.awssdk.services.wafv2.model.DefaultAction;
import software.amazon.awssdk.services.wafv2.model.ManagedRuleGroupStatement;
import software.amazon.awssdk.services.wafv2.model.NoneAction;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/// Web ACLs and the rules they are made of.
final class SampleWebAcls {
  static final String ARN =
      "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/public-apis/4f6b2c1a";
  static final Rule COMMON = group("common", "AWSManagedRulesCommonRuleSet");
  static final Rule FLOOD = flood(2000, 300);
  static final Rule COUNTRIES =
      rule("countries", it -> it.action(action -> action.block(BlockAction.builder().build())))
          .toBuilder()
          .statement(is -> is.geoMatchStatement(geo -> geo.countryCodesWithStrings("AF")))
          .build();

  private SampleWebAcls() {}

  /// One that blocks by default, with a managed group of rules, a rate limit and a rule of its own.
  static Defence good() {
    return Filters.of(acl(COMMON, FLOOD, COUNTRIES));
  }

  static WebAcl webAcl(WebACL acl) {
    return new WebAcl(
        new ResourceId("AWS::WAFv2::WebACL", ARN),
        Map.of(),
        List.of("arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod"),
        Filters.of(acl));
  }

  static WebACL acl(Rule... rules) {
    return acl(DefaultAction.builder().block(BlockAction.builder().build()).build(), rules);
  }

  static WebACL acl(DefaultAction byDefault, Rule... rules) {
    return WebACL.builder().defaultAction(byDefault).rules(Arrays.asList(rules)).build();
  }

  static Rule allow(String name, int priority, String path) {
    return looking(at(priority, rule(name, it -> it.action(by -> by.allow(_ -> {})))), path);
  }

  static Rule looking(Rule rule, String path) {
    return rule.toBuilder()
        .statement(
            is ->
                is.byteMatchStatement(
                    match ->
                        match
                            .searchString(SdkBytes.fromUtf8String(path))
                            .positionalConstraint("STARTS_WITH")
                            .fieldToMatch(field -> field.uriPath(_ -> {}))))
        .build();
  }

  static Rule stopping(Rule rule, String... countries) {
    return rule.toBuilder()
        .statement(is -> is.geoMatchStatement(geo -> geo.countryCodesWithStrings(countries)))
        .build();
  }

  static Rule at(int priority, Rule rule) {
    return rule.toBuilder().priority(priority).build();
  }

  static Rule flood(long limit, long window) {
    return rule("flood", it -> it.action(action -> action.block(BlockAction.builder().build())))
        .toBuilder()
        .statement(
            is ->
                is.rateBasedStatement(
                    rate -> rate.limit(limit).evaluationWindowSec(window).aggregateKeyType("IP")))
        .build();
  }

  static Rule group(String name, String of) {
    return group(name, of, _ -> {});
  }

  static Rule group(String name, String of, Consumer<ManagedRuleGroupStatement.Builder> more) {
    return rule(name, it -> it.overrideAction(action -> action.none(NoneAction.builder().build())))
        .toBuilder()
        .statement(
            is ->
                is.managedRuleGroupStatement(
                    group -> {
                      group.vendorName("AWS").name(of);
                      more.accept(group);
                    }))
        .build();
  }

  static Rule rule(String name, UnaryOperator<Rule.Builder> action) {
    return action
        .apply(Rule.builder().name(name).priority(1).visibilityConfig(StagedAccount.seen(name)))
        .build();
  }

  static CountAction count() {
    return CountAction.builder().build();
  }
}
