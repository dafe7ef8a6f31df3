package dev.rampart.lambda;

import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Fact;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

final class SharedExecutionRoleTest {
  private static final FunctionRole ROLE =
      new FunctionRole("arn:aws:iam::123456789012:role/orders");
  private static final Map<String, String> GROUP = Map.of("rampart:role-group", "shop");

  private final GuardrailTester<FunctionSetup, FunctionRole> tester =
      Setups.tester(new SharedExecutionRole());

  @Test
  void namesTheFunctionsThatHaveTheSameRole() {
    tester
        .given(sharedWith(List.of("mails", "refunds"), 0))
        .with(provedNew())
        .isFlagged("it runs as " + ROLE.arn() + ", as does mails, refunds")
        .isLeftToAPerson("the same value of the tag rampart:role-group");
    tester.given(sharedWith(List.of("mails"), 7)).isFlagged("mails and perhaps 7 more");
  }

  @Test
  void flagsAnotherRoleThanTheGoodOne() {
    tester
        .given(sharedWith(List.of("mails"), 0))
        .with(goodBefore(new FunctionRole("arn:aws:iam::123456789012:role/other")))
        .isFlagged("as does mails");
  }

  @Test
  void leavesARoleThatNobodyElseHas() {
    tester.given(sharedWith(List.of(), 0)).isLeftAlone();
  }

  @Test
  void leavesARoleThatWasGoodWithoutAskingWhoElseHasIt() {
    tester.given(Setups.plain()).with(goodBefore(ROLE)).isLeftAlone();
    tester.given(Setups.plain()).with(provedNew()).asksFor(SetupFact.ROLE_SHARERS);
  }

  @Test
  void doesNotJudgeWhatItCouldNotReadWhole() {
    tester.given(sharedWith(List.of(), 3)).isUndetermined("3 of them were not looked at");
  }

  @Test
  void knowsWhatBelongsTogether() {
    var stack = Map.of("aws:cloudformation:stack-id", "arn:…/a");
    assertThat(RoleUse.belongTogether(GROUP, GROUP)).isTrue();
    assertThat(RoleUse.belongTogether(stack, stack)).isTrue();
    assertThat(RoleUse.belongTogether(GROUP, Map.of("rampart:role-group", "other"))).isFalse();
    assertThat(RoleUse.belongTogether(stack, GROUP)).isFalse();
    assertThat(RoleUse.belongTogether(Map.of(), Map.of())).isFalse();
  }

  @Test
  void findsSharersInTheAccountAndListsFunctionsOnceAMinute() {
    var account = EmulatedAccount.empty();
    var maria = account.person("maria");
    Orders.create(maria);
    create(maria, "mails", Map.of());
    create(maria, "refunds", GROUP);
    var bot = account.function("rampart-lambda");
    var setups =
        new FunctionSetups(
            Orders.client(bot), Setups.trusted(bot), Clock.fixed(Setups.NOW, ZoneOffset.UTC));

    var grouped = Setups.tagged(Setups.plain(), GROUP);
    var facts = Set.<Fact>of(SetupFact.ROLE_SHARERS);

    assertThat(setups.learn(grouped, facts).learned().sharers())
        .isEqualTo(new RoleSharers(List.of("mails"), 0));
    assertThat(setups.learn(Setups.plain(), facts).learned().sharers())
        .isEqualTo(new RoleSharers(List.of("mails", "refunds"), 0));
    assertThat(account.callsOf(bot))
        .filteredOn(call -> call.operation().equals("ListFunctions"))
        .hasSize(1);
    assertThat(account.callsOf(bot))
        .filteredOn(call -> call.operation().equals("ListTags"))
        .as("of two others, once each")
        .hasSize(2);
  }

  private static void create(Caller caller, String name, Map<String, String> tags) {
    Orders.client(caller)
        .createFunction(
            create ->
                create
                    .functionName(name)
                    .runtime("python3.13")
                    .role(ROLE.arn())
                    .handler("app.handler")
                    .tags(tags)
                    .code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip"))));
  }

  private static FunctionSetup sharedWith(List<String> names, int unread) {
    return Setups.plain()
        .knowing(LearnedSetup.nothing().withSharers(new RoleSharers(names, unread)));
  }
}
