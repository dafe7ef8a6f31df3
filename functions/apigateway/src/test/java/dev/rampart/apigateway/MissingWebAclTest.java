package dev.rampart.apigateway;

import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Past;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MissingWebAclTest {
  private static final String ACL =
      "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/public-apis/4f6b2c1a";
  private static final String OTHER =
      "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/partners/9a7c1e2d";
  private static final String STAGE = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/";

  private final GuardrailTester<RestApi, Cover> rests = Samples.rest(new MissingWebAcl());

  @Test
  void tellsOfStagesThatNoWebAclGuards() {
    rests
        .given(api(Set.of(ACL), bare("prod"), bare("dev")))
        .with(provedNew())
        .isFlagged("no web ACL guards dev, prod, which anyone can reach")
        .isLeftToAPerson(
            "only a person knows which web ACL",
            "aws wafv2 associate-web-acl --web-acl-arn %s --resource-arn %sdev"
                .formatted(ACL, STAGE),
            "aws wafv2 associate-web-acl --web-acl-arn %s --resource-arn %sprod"
                .formatted(ACL, STAGE));
  }

  @Test
  void proposesNoneOfSeveral() {
    var flagged = rests.given(api(Set.of(ACL, OTHER), bare("prod"))).with(provedNew());
    flagged.isLeftToAPerson("only a person knows which web ACL");
    assertThat(flagged.commands()).isEmpty();
  }

  @Test
  void proposesTheOneOfTheOtherStages() {
    rests
        .given(api(Set.of(ACL, OTHER), guarded("prod", OTHER), bare("dev")))
        .with(goodBefore(new Cover(List.of("prod"), List.of())))
        .isFlagged("no web ACL guards dev")
        .isLeftToAPerson(
            "only a person knows which web ACL",
            "aws wafv2 associate-web-acl --web-acl-arn %s --resource-arn %sdev"
                .formatted(OTHER, STAGE));
  }

  @Test
  void asksForTheWebAclsOnlyIfAStageIsNew() {
    var api = api(null, bare("prod"));
    rests.given(api).with(provedNew()).asksFor(Read.WEB_ACLS);
    rests.given(api).with(goodBefore(new Cover(List.of(), List.of("prod")))).isLeftAlone();
  }

  @Test
  void asksAboutStagesFromBeforeTheFirstWebAclIfSomebodyAsksForWhatIsOpen() {
    var past = goodBefore(new Cover(List.of(), List.of("prod")));
    rests.given(api(Set.of(ACL), bare("prod"))).with(past).isLeftAlone();
    rests
        .given(api(Set.of(ACL), bare("prod")))
        .with(new Past<>(past.good(), past.birth(), true))
        .isFlagged("no web ACL guards prod");
  }

  @Test
  void waitsForAStageThatIsStillSetUp() {
    rests
        .given(api(Set.of(ACL), StagedApis.stage(true, "")))
        .with(provedNew())
        .isNotYetJudged("created a moment ago");
  }

  @Test
  void leavesAnAccountAloneThatHasNoWebAcl() {
    rests.given(api(Set.of(), bare("prod"))).with(provedNew()).isLeftAlone();
  }

  @Test
  void leavesAStageThatLostItsWebAclToTheGuardrailForThat() {
    rests
        .given(api(Set.of(ACL), bare("prod")))
        .with(goodBefore(new Cover(List.of("prod"), List.of())))
        .isLeftAlone();
  }

  @Test
  void leavesGuardedStagesAndApisWithoutStages() {
    rests.given(api(null, guarded("prod", ACL), guarded("dev", OTHER))).isLeftAlone();
    rests.given(api(null)).isLeftAlone();
  }

  @Test
  void leavesPrivateApisAlone() {
    var api = Samples.restApi(true, true, "", List.of(), List.of(), List.of(), null);
    assertThat(new MissingWebAcl().parts(api)).isEmpty();
  }

  @Test
  void saysInOneSentenceThatAnAccountHasNone() {
    var account = new StagedAccount();
    var acls = Samples.webAcls(account.auditor);
    var rest = Samples.rest(account.auditor);
    assertThat(acls.notes(rest))
        .containsExactly(
            "No web ACL (AWS WAF) is in this Region: REST APIs on the internet that take every"
                + " request unfiltered: 1.");
    account.creates("public-apis");
    assertThat(acls.notes(rest)).isEmpty();
  }

  private static Stage bare(String name) {
    return guarded(name, "");
  }

  private static Stage guarded(String name, String acl) {
    var some = StagedApis.stage(false, acl);
    return new Stage(
        name,
        false,
        some.throttling(),
        some.tracing(),
        some.logging(),
        new Stage.Shield(name, acl),
        Map.of());
  }

  private static RestApi api(@Nullable Set<String> acls, Stage... stages) {
    return StagedApis.rest(stages)
        .with(acls == null ? Learned.nothing() : Learned.nothing().withWebAcls(acls));
  }
}
