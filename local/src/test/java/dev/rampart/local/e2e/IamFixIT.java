package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBot.class)
final class IamFixIT {
  private final Bot bot;
  private final Iam iam;

  IamFixIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void deletesANewInlinePolicyThatAllowsEverything() {
    Story role = iam.knownRole("fix-new");

    role.isFixedUndoneAndRedone(
        "WildcardPolicy",
        "PutRolePolicy",
        () -> iam.put(role, "debug", Iam.EVERYTHING),
        () -> iam.rights(role),
        rights -> assertThat(rights.get("debug")).isEqualTo(Iam.EVERYTHING));
  }

  @Test
  void putsTheFormerTextOfAnInlinePolicyBack() {
    Story role = iam.newRole("fix-former", "lambda.amazonaws.com", "/");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN", 2);

    bot.story(role.arn())
        .isFixedUndoneAndRedone(
            "WildcardPolicy",
            "PutRolePolicy",
            () -> iam.put(role, "orders", Iam.EVERYTHING),
            () -> iam.rights(role),
            rights -> assertThat(rights.get("orders")).isEqualTo(Iam.EVERYTHING));
  }

  @Test
  void setsTheFormerVersionOfAManagedPolicyBack() {
    Story role = iam.knownRole("fix-managed");
    String name = bot.name("fix-managed-policy");
    Story policy = bot.story("arn:aws:iam::123456789012:policy/" + name);
    bot.eve.iam().createPolicy(create -> create.policyName(name).policyDocument(Iam.NARROW));
    bot.eve
        .iam()
        .attachRolePolicy(attach -> attach.roleName(Iam.nameOf(role)).policyArn(policy.arn()));
    policy.awaitOutcome("CLEAN", 2);

    bot.story(policy.arn())
        .isFixedUndoneAndRedone(
            "WildcardPolicy",
            "CreatePolicyVersion",
            () ->
                bot.eve
                    .iam()
                    .createPolicyVersion(
                        create ->
                            create
                                .policyArn(policy.arn())
                                .policyDocument(Iam.EVERYTHING)
                                .setAsDefault(true)),
            () ->
                bot.auditor
                    .iam()
                    .getPolicy(get -> get.policyArn(policy.arn()))
                    .policy()
                    .defaultVersionId(),
            version -> assertThat(version).isEqualTo("v2"));
  }

  @Test
  void detachesAnAdministratorPolicy() {
    Story role = iam.knownRole("fix-admin");

    role.isFixedUndoneAndRedone(
        "AdminPolicyAttached",
        "AttachRolePolicy",
        () ->
            bot.eve
                .iam()
                .attachRolePolicy(
                    attach -> attach.roleName(Iam.nameOf(role)).policyArn(Iam.ADMINISTRATOR)),
        () -> iam.rights(role),
        rights -> assertThat(rights).containsKey(Iam.ADMINISTRATOR));
  }

  @Test
  void alertsAgainWhenARepairedFlawComesBack() {
    Story role = iam.knownRole("fix-again");
    iam.put(role, "debug", Iam.EVERYTHING);
    role.awaitAlert("FIXED");
    bot.settle();

    iam.put(role, "debug", Iam.EVERYTHING);
    role.awaitOutcome("FIXED", 2);

    assertThat(role.allAlerts())
        .extracting(each -> each.outcome())
        .containsExactly("FIXED", "FIXED");
    assertThat(iam.rights(role)).isEmpty();
  }
}
