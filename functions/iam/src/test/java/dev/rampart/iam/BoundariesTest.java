package dev.rampart.iam;

import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.TestedAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.iam.IamClient;

/// Permissions boundaries in the emulated account: reading, fixing, undoing.
final class BoundariesTest {
  @ParameterizedTest
  @EnumSource(names = {"ROLE", "USER"})
  void putsABoundaryBackThatIsGone(PrincipalKind kind) {
    var account = account(kind);
    var maria = Person.of(account.person("maria"));
    var id = principal(maria, kind);
    var identity = account.load(id).identity();
    var bounds = maria.createsPolicy("bounds", READS_ONE_BUCKET).arn();
    maria.runs(BoundaryCalls.put(identity, new Boundary("", bounds)));
    account.learns(id);
    maria.runs(BoundaryCalls.put(identity, new Boundary("", "")));

    account.looksAt(id).isFlagged("boundary " + bounds + " is gone").isFixed();
  }

  @ParameterizedTest
  @EnumSource(names = {"ROLE", "USER"})
  void putsABoundaryBackInPlaceOfOneThatBoundsNothing(PrincipalKind kind) {
    var account = account(kind);
    var maria = Person.of(account.person("maria"));
    var id = principal(maria, kind);
    var identity = account.load(id).identity();
    var bounds = maria.createsPolicy("bounds", READS_ONE_BUCKET).arn();
    maria.runs(BoundaryCalls.put(identity, new Boundary("", bounds)));
    account.learns(id);
    var wide = maria.createsPolicy("wide", EVERYTHING).arn();
    maria.runs(BoundaryCalls.put(identity, new Boundary("", wide)));

    account.looksAt(id).isFlagged("is replaced by " + wide + ", which bounds nothing").isFixed();
  }

  @Test
  void listsThoseThatHaveOne() {
    var account = account(PrincipalKind.ROLE);
    var maria = Person.of(account.person("maria"));
    assertThat(account.domain().all()).isEmpty();
    var id = principal(maria, PrincipalKind.ROLE);
    maria.createsRole("free", "lambda.amazonaws.com");
    maria.creates(PrincipalKind.USER, "ada");
    maria
        .iam()
        .putRolePermissionsBoundary(
            put -> put.roleName("orders").permissionsBoundary(Person.ADMIN));
    maria
        .iam()
        .putUserPermissionsBoundary(put -> put.userName("ada").permissionsBoundary(Person.ADMIN));

    assertThat(account.domain().all()).containsExactly(id);
    assertThat(new Boundaries(PrincipalKind.USER, maria.iam()).all())
        .extracting(ResourceId::arn)
        .containsExactly("arn:aws:iam::123456789012:user/ada");
    account.staysWithinItsRole();
  }

  @Test
  void isGoneWhenThePrincipalIs() {
    var account = account(PrincipalKind.ROLE);
    var id =
        new ResourceId(
            "AWS::IAM::Role.PermissionsBoundary", "arn:aws:iam::123456789012:role/nobody");
    assertThat(account.domain().load(id)).isEqualTo(new Loaded.Gone<>());
  }

  private static ResourceId principal(Person maria, PrincipalKind kind) {
    var id = maria.creates(kind, "orders");
    return new ResourceId(kind.type() + ".PermissionsBoundary", id.arn());
  }

  private static TestedAccount<BoundedPrincipal, Boundary> account(PrincipalKind kind) {
    return Testers.boundaries(kind)
        .in(EmulatedAccount.empty(), "rampart-iam", BoundariesTest::state);
  }

  private static String state(Caller caller, BoundedPrincipal principal) {
    var iam = caller.client(IamClient.builder());
    var name = principal.identity().name();
    return principal.identity().kind() == PrincipalKind.ROLE
        ? String.valueOf(iam.getRole(get -> get.roleName(name)).role().permissionsBoundary())
        : String.valueOf(iam.getUser(get -> get.userName(name)).user().permissionsBoundary());
  }
}
