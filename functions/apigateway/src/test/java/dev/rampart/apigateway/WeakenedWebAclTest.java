package dev.rampart.apigateway;

import static dev.rampart.apigateway.SampleWebAcls.ARN;
import static dev.rampart.apigateway.SampleWebAcls.COMMON;
import static dev.rampart.apigateway.SampleWebAcls.COUNTRIES;
import static dev.rampart.apigateway.SampleWebAcls.FLOOD;
import static dev.rampart.apigateway.SampleWebAcls.acl;
import static dev.rampart.apigateway.SampleWebAcls.allow;
import static dev.rampart.apigateway.SampleWebAcls.at;
import static dev.rampart.apigateway.SampleWebAcls.count;
import static dev.rampart.apigateway.SampleWebAcls.flood;
import static dev.rampart.apigateway.SampleWebAcls.good;
import static dev.rampart.apigateway.SampleWebAcls.group;
import static dev.rampart.apigateway.SampleWebAcls.looking;
import static dev.rampart.apigateway.SampleWebAcls.stopping;
import static dev.rampart.apigateway.SampleWebAcls.webAcl;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Case;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.UpdateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/// Each case changes a web ACL that blocks by default, has a managed group of rules, a rate limit
/// and a rule of its own.
final class WeakenedWebAclTest {
  private final GuardrailTester<WebAcl, Defence> acls = Samples.webAcl(new WeakenedWebAcl());

  @Test
  void tellsOfADefaultThatLetsThrough() {
    flagged(acl(StagedAccount.ALLOW, COMMON, FLOOD, COUNTRIES))
        .isFlagged("lets through what no rule matches now")
        .isLeftToAPerson(
            "an update replaces the whole web ACL", "aws wafv2 get-web-acl --arn " + ARN);
  }

  @Test
  void tellsOfRulesThatAreGone() {
    flagged(acl(COUNTRIES)).isFlagged("rule common is gone; rate limit flood is gone");
  }

  @Test
  void tellsOfRulesThatOnlyCount() {
    var counting = COUNTRIES.toBuilder().action(action -> action.count(count())).build();
    flagged(acl(COMMON, FLOOD, counting))
        .isFlagged("rule countries only counts what it matches now");
    var overridden = COMMON.toBuilder().overrideAction(action -> action.count(count())).build();
    flagged(acl(overridden, FLOOD, COUNTRIES))
        .isFlagged("rule common only counts what it matches now");
  }

  @Test
  void tellsOfRulesThatChallengeOrLetThrough() {
    var challenging = COUNTRIES.toBuilder().action(action -> action.challenge(_ -> {})).build();
    flagged(acl(COMMON, FLOOD, challenging))
        .isFlagged("rule countries only asks callers for a proof");
    var open = COUNTRIES.toBuilder().action(action -> action.allow(_ -> {})).build();
    flagged(acl(COMMON, FLOOD, open)).isFlagged("rule countries lets through what it matches now");
  }

  @Test
  void tellsOfSingleRulesOfAGroupThatStopNothing() {
    var excluding =
        group(
            "common",
            "AWSManagedRulesCommonRuleSet",
            group -> group.excludedRules(rule -> rule.name("SizeRestrictions_BODY")));
    flagged(acl(excluding, FLOOD, COUNTRIES))
        .isFlagged("rule common acts no more on what SizeRestrictions_BODY finds");
    var overriding =
        group(
            "common",
            "AWSManagedRulesCommonRuleSet",
            group ->
                group.ruleActionOverrides(
                    rule -> rule.name("NoUserAgent").actionToUse(action -> action.count(count())),
                    rule ->
                        rule.name("SQLi")
                            .actionToUse(action -> action.block(BlockAction.builder().build()))));
    flagged(acl(overriding, FLOOD, COUNTRIES))
        .isFlagged("rule common acts no more on what NoUserAgent finds");
  }

  @Test
  void tellsOfAHigherRateLimitAlsoOverAShorterTime() {
    flagged(acl(COMMON, flood(2500, 300), COUNTRIES))
        .isFlagged("rate limit flood takes 2500 requests in five minutes instead of 2000");
    flagged(acl(COMMON, flood(1000, 60), COUNTRIES))
        .isFlagged("rate limit flood takes 5000 requests in five minutes instead of 2000");
  }

  @Test
  void tellsOfAGroupThatLooksAtSomeRequestsOnly() {
    var scoped =
        group(
            "common",
            "AWSManagedRulesCommonRuleSet",
            group ->
                group.scopeDownStatement(
                    is -> is.geoMatchStatement(geo -> geo.countryCodesWithStrings("AQ"))));
    flagged(acl(scoped, FLOOD, COUNTRIES)).isFlagged("rule common looks at some requests only now");
  }

  @Test
  void tellsOfANewRuleThatLetsThroughBeforeRulesThatStop() {
    flagged(acl(allow("any", 0, "/"), COMMON, FLOOD, COUNTRIES))
        .isFlagged("lets more through: rule any");
    var renamed = COUNTRIES.toBuilder().name("blocked-countries").priority(9).build();
    flagged(acl(allow("any", 2, "/"), COMMON, FLOOD, renamed))
        .isFlagged("lets more through: rule any");
  }

  @Test
  void tellsOfARuleThatLetsMoreThroughThanItDid() {
    var health = allow("health", 0, "/health");
    acls.given(webAcl(acl(allow("health", 0, "/"), COMMON)))
        .with(goodBefore(Filters.of(acl(health, COMMON))))
        .isFlagged("lets more through: rule health");
    acls.given(webAcl(acl(health, COMMON)))
        .with(goodBefore(Filters.of(acl(COMMON, allow("health", 2, "/health")))))
        .isFlagged("lets more through: rule health");
  }

  @Test
  void tellsOnceOfARuleThatStoppedAndLetsThroughBeforeOthers() {
    var open = at(0, COUNTRIES).toBuilder().action(action -> action.allow(_ -> {})).build();
    flagged(acl(open, COMMON, FLOOD)).isFlagged("rule countries lets through what it matches now");
    assertThat(Filters.of(acl(open, COMMON, FLOOD)).weakerThan(good())).hasSize(1);
  }

  @Test
  void tellsOfARuleThatLooksForSomethingElse() {
    flagged(acl(COMMON, FLOOD, looking(COUNTRIES, "/never")))
        .isFlagged("rule countries looks for something else now");
    flagged(acl(group("common", "AWSManagedRulesLinuxRuleSet"), FLOOD, COUNTRIES))
        .isFlagged("rule common looks for something else now");
    flagged(acl(COMMON, looking(FLOOD, "/never"), COUNTRIES))
        .isFlagged("rate limit flood looks for something else now");
  }

  @Test
  void namesTheFirstOfMany() {
    var many =
        List.of("a", "b", "c", "d", "e", "f", "g").stream()
            .map(name -> group(name, name))
            .toArray(Rule[]::new);
    acls.given(webAcl(acl()))
        .with(goodBefore(Filters.of(acl(many))))
        .isFlagged("rule e is gone; and 2 more");
  }

  @Test
  void leavesAStricterOneAlone() {
    acls.given(webAcl(acl(COMMON, flood(500, 300), COUNTRIES, group("more", "more"))))
        .with(goodBefore(good()))
        .isLeftAlone();
    var counting = COUNTRIES.toBuilder().action(action -> action.count(count())).build();
    acls.given(webAcl(acl(COUNTRIES)))
        .with(goodBefore(Filters.of(acl(StagedAccount.ALLOW, counting))))
        .isLeftAlone();
  }

  @Test
  void leavesRenamedRulesAndRemovedRulesThatStoppedNothingAlone() {
    var renamed = COUNTRIES.toBuilder().name("blocked-countries").priority(9).build();
    acls.given(webAcl(acl(COMMON, FLOOD, renamed))).with(goodBefore(good())).isLeftAlone();
    var counting = COUNTRIES.toBuilder().action(action -> action.count(count())).build();
    acls.given(webAcl(acl(COMMON)))
        .with(goodBefore(Filters.of(acl(COMMON, counting))))
        .isLeftAlone();
  }

  @Test
  void leavesRulesAloneThatChangedTheirNames() {
    var countries = looking(COUNTRIES, "/admin");
    var swapped = COUNTRIES.toBuilder().name("more").build();
    acls.given(webAcl(acl(COMMON, FLOOD, countries, swapped)))
        .with(goodBefore(good()))
        .isLeftAlone();
  }

  @Test
  void leavesARuleAloneThatStoppedNothingAndLooksForSomethingElse() {
    var counting = COUNTRIES.toBuilder().action(action -> action.count(count())).build();
    acls.given(webAcl(acl(COMMON, looking(counting, "/never"))))
        .with(goodBefore(Filters.of(acl(COMMON, counting))))
        .isLeftAlone();
  }

  @Test
  void leavesARuleAloneThatLetThroughTheSameBefore() {
    var health = allow("health", 5, "/health");
    var sqli = at(9, group("sqli", "AWSManagedRulesSQLiRuleSet"));
    var before = goodBefore(Filters.of(acl(health, sqli)));
    acls.given(webAcl(acl(health, sqli, at(3, COMMON)))).with(before).isLeftAlone();
    acls.given(webAcl(acl(at(10, health), at(20, sqli), at(30, COMMON))))
        .with(before)
        .isLeftAlone();
    acls.given(webAcl(acl(allow("alive", 5, "/health"), sqli))).with(before).isLeftAlone();
  }

  @Test
  void leavesANewRuleAloneThatLetsThroughAfterAllThatStopped() {
    acls.given(
            webAcl(
                acl(COMMON, FLOOD, COUNTRIES, allow("any", 2, "/"), at(3, group("more", "more")))))
        .with(goodBefore(good()))
        .isLeftAlone();
    var counting = at(9, COUNTRIES).toBuilder().action(action -> action.count(count())).build();
    acls.given(webAcl(acl(COMMON, allow("any", 2, "/"), at(9, COUNTRIES))))
        .with(goodBefore(Filters.of(acl(COMMON, counting))))
        .isLeftAlone();
  }

  @Test
  void leavesALongerListOfWhatIsStoppedAlone() {
    acls.given(webAcl(acl(COMMON, FLOOD, stopping(COUNTRIES, "KP", "AF"))))
        .with(goodBefore(good()))
        .isLeftAlone();
    var either =
        COUNTRIES.toBuilder()
            .statement(
                is ->
                    is.orStatement(
                        or ->
                            or.statements(
                                looking(COUNTRIES, "/admin").statement(), COUNTRIES.statement())))
            .build();
    acls.given(webAcl(acl(COMMON, FLOOD, either))).with(goodBefore(good())).isLeftAlone();
    acls.given(webAcl(acl(COUNTRIES)))
        .with(goodBefore(Filters.of(acl(either))))
        .isFlagged("rule countries looks for something else now");
  }

  @Test
  void leavesRulesAloneThatWereRememberedWithoutTheirPlaces() throws Exception {
    var json = new ObjectMapper();
    var now = acl(allow("health", 5, "/health"), at(9, COMMON), at(10, COUNTRIES));
    ObjectNode before = json.valueToTree(Filters.of(now));
    for (var each : before.path("filters")) {
      ((ObjectNode) each).remove(List.of("alternatives", "priority"));
    }
    acls.given(webAcl(now)).with(goodBefore(json.treeToValue(before, Defence.class))).isLeftAlone();
  }

  @Test
  void leavesANewerVersionOfAGroupAlone() {
    var newer =
        group("common", "AWSManagedRulesCommonRuleSet", group -> group.version("Version_1.5"));
    acls.given(webAcl(acl(newer, FLOOD, COUNTRIES))).with(goodBefore(good())).isLeftAlone();
  }

  @Test
  void leavesOneThatWasNeverLookedAtAlone() {
    acls.given(webAcl(acl(StagedAccount.ALLOW))).isLeftAlone();
  }

  @Test
  void leavesOneAloneThatGuardsNoApi() {
    var idle = new WebAcl(new ResourceId("AWS::WAFv2::WebACL", ARN), Map.of(), List.of(), good());
    assertThat(new WeakenedWebAcl().parts(idle)).isEmpty();
  }

  @Test
  void tellsOfWhatChangedInTheAccount() {
    var account = new StagedAccount();
    var arn = account.guards("public-apis");
    updates(account, arn, update -> update.rules(COMMON, FLOOD, COUNTRIES));
    var id = new ResourceId("AWS::WAFv2::WebACL", arn);
    var rampart = account.webAcl(new WeakenedWebAcl());
    rampart.learns(id).looksAt(id).isLeftAlone();
    updates(account, arn, update -> update.rules(FLOOD));
    rampart
        .looksAt(id)
        .isFlagged("rule common is gone; rule countries is gone")
        .isLeftToAPerson("an update replaces the whole web ACL");
    updates(account, arn, update -> update.rules(List.of()));
    rampart.looksAt(id).isFlagged("rate limit flood is gone");
    rampart.staysWithinItsRole();
  }

  private static void updates(
      StagedAccount account, String arn, Consumer<UpdateWebAclRequest.Builder> change) {
    var lock = account.waf.getWebACL(get -> get.arn(arn)).lockToken();
    account.waf.updateWebACL(
        update -> {
          update
              .name("public-apis")
              .id(arn.substring(arn.lastIndexOf('/') + 1))
              .scope(Scope.REGIONAL)
              .lockToken(lock)
              .defaultAction(StagedAccount.ALLOW)
              .visibilityConfig(StagedAccount.seen("public-apis"));
          change.accept(update);
        });
  }

  private Case<WebAcl, Defence> flagged(WebACL now) {
    return acls.given(webAcl(now)).with(goodBefore(good()));
  }
}
