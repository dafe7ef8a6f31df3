package dev.rampart.apigateway;

import static dev.rampart.apigateway.StagedApis.rest;
import static dev.rampart.apigateway.StagedApis.stage;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.emulator.Fault;
import dev.rampart.guardrail.Past;
import dev.rampart.respond.Failure;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

final class DetachedWebAclTest {
  private static final String ACL =
      "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/public-apis/4f6b2c1a";
  private static final String OTHER =
      "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/partners/9a7c1e2d";

  private final GuardrailTester<RestApi, Stage.Shield> rests = Samples.rest(new DetachedWebAcl());

  @Test
  void letsTheSameWebAclGuardTheStageAgain() {
    rests
        .given(bare(Set.of(ACL, OTHER)))
        .with(guarded())
        .isFlagged("no web ACL guards stage prod any more, where " + ACL + " did")
        .would("let the same web ACL guard stage prod again", RESTORES)
        .wouldRun(
            "aws wafv2 associate-web-acl --web-acl-arn "
                + ACL
                + " --resource-arn arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod");
  }

  @Test
  void remembersTheWebAclThatWasThereLast() {
    rests
        .given(bare(Set.of(ACL, OTHER)))
        .with(goodBefore(shield(""), shield(ACL), shield(OTHER)))
        .isFlagged("where " + ACL + " did");
  }

  @Test
  void leavesTheChoiceToAPersonIfTheWebAclIsGone() {
    rests
        .given(bare(Set.of(OTHER)))
        .with(guarded())
        .isFlagged("no web ACL guards stage prod")
        .isLeftToAPerson("the account has no such web ACL any more");
  }

  @Test
  void asksWhetherTheWebAclIsThereOnlyOnSuspicion() {
    rests.given(bare(null)).with(guarded()).asksFor(Read.WEB_ACLS);
    rests.given(bare(null)).with(goodBefore(shield(""))).isLeftAlone();
  }

  @Test
  void leavesAnotherWebAclInItsPlace() {
    rests.given(rest(stage(false, OTHER))).with(guarded()).isLeftAlone();
  }

  @Test
  void leavesAStageThatNeverHadOne() {
    rests.given(bare(null)).isLeftAlone();
    rests.given(bare(null)).with(provedNew()).isLeftAlone();
  }

  @Test
  void restoresTheAssociationInTheAccount() {
    var account = new StagedAccount();
    var rampart = account.rest(new DetachedWebAcl());
    var acl = account.guards("public-apis");
    rampart.learns(account.restId).looksAt(account.restId).isLeftAlone();
    account.waf.disassociateWebACL(off -> off.resourceArn(account.stageArn()));
    rampart
        .looksAt(account.restId)
        .isFlagged("where " + acl + " did")
        .isFixed(
            auditor ->
                assertThat(
                        Samples.rest(auditor)
                            .getStage(get -> get.restApiId(account.restApi).stageName("prod"))
                            .webAclArn())
                    .isEqualTo(acl));
  }

  @Test
  void takesAWebAclThatIsNotKnownEverywhereYetForPassing() {
    var account = EmulatedAccount.empty();
    var caller = account.function("rampart-apigateway");
    var call = new WebAclCalls("arn:aws:apigateway:us-east-1::/restapis/a/stages/b").associate(ACL);
    account
        .emulator()
        .inject(
            new Fault(
                "wafv2",
                "AssociateWebACL",
                caller.accessKeyId(),
                "WAFUnavailableEntityException",
                400,
                1,
                false,
                0));
    assertThatThrownBy(
            () -> Samples.operations(caller).of(call.request()).send().apply(call.request()))
        .isInstanceOfSatisfying(
            SdkException.class,
            e -> {
              assertThat(Failure.of(e)).isEqualTo(Failure.PASSING);
              assertThat(Failure.words(e)).contains("WAFUnavailableEntityException");
            });
  }

  private static RestApi bare(@Nullable Set<String> webAcls) {
    return rest(stage(false, ""))
        .with(webAcls == null ? Learned.nothing() : Learned.nothing().withWebAcls(webAcls));
  }

  private static Past<Stage.Shield> guarded() {
    return goodBefore(shield(ACL));
  }

  private static Stage.Shield shield(String acl) {
    return new Stage.Shield("prod", acl);
  }
}
