package dev.rampart.iam;

import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.Caller;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every fix of the domain in the emulated account: the tester checks the laws of fix and undo.
final class FixingInTheAccountTest {
  private static final String LAMBDA = "lambda.amazonaws.com";
  private static final String PASSES_ROLES =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}
      """;
  private static final String READS_AND_PASSES_ROLES =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::orders/*"},
        {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}
      """;

  @Test
  void putsAnInlinePolicyBackToTheByte() {
    var account = Testers.emptyAccount(Testers.inlinePolicies(PrincipalKind.ROLE));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRoleAt("/apps/", "orders", LAMBDA);
    // White space and characters that the encoding of IAM's answers treats specially.
    var good = READS_ONE_BUCKET.replace("orders/*", "a+b/c%20d/ \\u00e9 *");
    maria.puts("orders", "access", good);
    maria.puts("orders", "logs", READS_ONE_BUCKET);
    account.learns(role);
    maria.puts("orders", "access", EVERYTHING);

    account
        .looksAt(role)
        .isInReach()
        .isFlagged("statement 1 allows * on *")
        .isFixed(auditor -> assertThat(document(auditor, "orders", "access")).isEqualTo(good));
  }

  @Test
  void deletesAnInlinePolicyThatTheChangeAdded() {
    var account = Testers.emptyAccount(Testers.inlinePolicies(PrincipalKind.ROLE));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    account.learns(role);
    maria.puts("orders", "more", EVERYTHING);

    account
        .looksAt(role)
        .wouldRun("aws iam delete-role-policy --role-name orders --policy-name more")
        .isFixed();
  }

  @Test
  void takesAwayThePolicyThatCompletedAWayToEveryRight() {
    var account =
        Testers.emptyAccount(
            Testers.principals(PrincipalKind.ROLE, new PrivilegeEscalationPath<>()));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "machines", PASSES_ROLES.replace("iam:PassRole", "ec2:RunInstances"));
    account.learns(role);
    var passing = maria.createsPolicy("passing", PASSES_ROLES).arn();
    maria.attaches("orders", passing);

    account
        .looksAt(role, passing)
        .isInReach()
        .isFlagged("start a machine with any role (ec2:RunInstances, iam:PassRole), together")
        .wouldRun("aws iam detach-role-policy --role-name orders --policy-arn " + passing)
        .isFixed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AdministratorAccess", "PowerUserAccess"})
  void detachesWhatTheChangeAttached(String name) {
    var account =
        Testers.emptyAccount(Testers.principals(PrincipalKind.ROLE, new AdminPolicyAttached()));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", LAMBDA);
    maria.attaches("orders", Person.BASIC);
    account.learns(role);
    var arn = "arn:aws:iam::aws:policy/" + name;
    maria.attaches("orders", arn);

    account
        .looksAt(role)
        .isFlagged(name + " is attached, whose statement")
        .wouldRun("aws iam detach-role-policy --role-name orders --policy-arn " + arn)
        .isFixed();
  }

  @Test
  void goesBackToTheVersionOfAManagedPolicyThatWasGood() {
    var account = Testers.emptyAccount(Testers.managedPolicies());
    var maria = Person.of(account.person("maria"));
    maria.createsRole("orders", LAMBDA);
    var policy = maria.createsPolicy("reading", READS_ONE_BUCKET);
    maria.attaches("orders", policy.arn());
    account.learns(policy);
    maria.publishes(policy, READS_ONE_BUCKET.replace("orders", "payments"));
    account.learns(policy);
    maria.publishes(policy, EVERYTHING);

    account.looksAt(policy).isInReach().wouldRun("aws iam set-default… --version-id v2").isFixed();
  }

  @Test
  void goesBackFurtherIfTheLastGoodVersionIsGone() {
    var account = Testers.emptyAccount(Testers.managedPolicies());
    var maria = Person.of(account.person("maria"));
    maria.createsRole("orders", LAMBDA);
    var policy = maria.createsPolicy("reading", READS_ONE_BUCKET);
    maria.attaches("orders", policy.arn());
    account.learns(policy);
    maria.publishes(policy, READS_ONE_BUCKET.replace("orders", "payments"));
    account.learns(policy);
    maria.publishes(policy, EVERYTHING);
    maria.iam().deletePolicyVersion(delete -> delete.policyArn(policy.arn()).versionId("v2"));

    account.looksAt(policy).wouldRun("aws iam set-default… --version-id v1").isFixed();
  }

  @Test
  void putsAPolicyBackInPlaceOfASensitiveActionOnEverything() {
    var account =
        Testers.emptyAccount(
            Testers.principals(PrincipalKind.ROLE, new SensitiveActionOnAllResources<>()));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    account.learns(role);
    maria.puts("orders", "access", READS_AND_PASSES_ROLES);

    account.looksAt(role).isInReach().isFlagged("allows iam:PassRole on every").isFixed();
  }

  @Test
  void goesBackToAVersionWithoutASensitiveActionOnEverything() {
    var account =
        Testers.emptyAccount(Testers.managedPolicies(new SensitiveActionOnAllResources<>()));
    var maria = Person.of(account.person("maria"));
    maria.createsRole("orders", LAMBDA);
    var policy = maria.createsPolicy("reading", READS_ONE_BUCKET);
    maria.attaches("orders", policy.arn());
    account.learns(policy);
    maria.publishes(policy, READS_AND_PASSES_ROLES);

    account.looksAt(policy).isInReach().wouldRun("aws iam set-default… --version-id v1").isFixed();
  }

  @Test
  void leavesAPolicyOfAUserToAPerson() {
    var account =
        Testers.emptyAccount(Testers.principals(PrincipalKind.USER, new DirectUserPolicy()));
    var maria = Person.of(account.person("maria"));
    var user = maria.creates(PrincipalKind.USER, "ada");
    account.learns(user);
    maria.runs(PrincipalCalls.attach(account.load(user).identity(), Person.BASIC));

    account
        .looksAt(user)
        .isFlagged("policy AWSLambdaBasicExecutionRole is attached to the user itself")
        .isLeftToAPerson("only a person knows", "aws iam detach-user-policy --user-name ada …");
    account.staysWithinItsRole();
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "GROUP"})
  void putsInlinePoliciesOfUsersAndGroupsBackIfTheOwnerWidensTheScope(PrincipalKind kind) {
    var account = Testers.emptyAccount(Testers.inlinePolicies(kind));
    var maria = Person.of(account.person("maria"));
    var id = maria.creates(kind, "staff");
    var identity = account.load(id).identity();
    maria.runs(PrincipalCalls.put(identity, Samples.inline(READS_ONE_BUCKET)));
    account.learns(id);
    maria.runs(PrincipalCalls.put(identity, Samples.inline(EVERYTHING)));

    account.looksAt(id).isOffLimits("a " + kind.word()).isFixed();
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "GROUP"})
  void deletesInlinePoliciesOfUsersAndGroupsIfTheOwnerWidensTheScope(PrincipalKind kind) {
    var account = Testers.emptyAccount(Testers.inlinePolicies(kind));
    var maria = Person.of(account.person("maria"));
    var id = maria.creates(kind, "staff");
    account.learns(id);
    maria.runs(PrincipalCalls.put(account.load(id).identity(), Samples.inline(EVERYTHING)));

    account.looksAt(id).isOffLimits("a " + kind.word()).isFixed();
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "GROUP"})
  void detachesFromUsersAndGroupsIfTheOwnerWidensTheScope(PrincipalKind kind) {
    var account = Testers.emptyAccount(Testers.principals(kind, new AdminPolicyAttached()));
    var maria = Person.of(account.person("maria"));
    var id = maria.creates(kind, "staff");
    account.learns(id);
    maria.runs(PrincipalCalls.attach(account.load(id).identity(), Person.ADMIN));

    account
        .looksAt(id)
        .isOffLimits("a " + kind.word())
        .isFlagged("; it is the only policy of this " + kind.word())
        .isFixed();
  }

  @Test
  void leavesAnAttachmentThatWasThereBeforeToAPerson() {
    var account =
        Testers.emptyAccount(Testers.principals(PrincipalKind.ROLE, new AdminPolicyAttached()));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", LAMBDA);
    maria.attaches("orders", Person.ADMIN);
    account.learns(role);

    account.looksAt(role).isFlagged("AdministratorAccess").isLeftToAPerson("only a person knows");
  }

  private static String document(Caller caller, String role, String policy) {
    var iam = Person.of(caller).iam();
    var encoded = iam.getRolePolicy(get -> get.roleName(role).policyName(policy)).policyDocument();
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
