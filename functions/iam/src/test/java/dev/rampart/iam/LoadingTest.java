package dev.rampart.iam;

import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;

/// Reading the emulated account over HTTP.
final class LoadingTest {
  private static final String LAMBDA = "lambda.amazonaws.com";

  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Person maria = Person.of(account.person("maria"));
  private final Caller function = account.function("rampart-iam");
  private final Principals roles = Testers.principals(PrincipalKind.ROLE, function);
  private final ManagedPolicies policies = Testers.policies(function);

  @Test
  void readsARoleWithAPathUnderItsNameAlone() {
    var id = maria.createsRoleAt("/apps/shop/", "orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    maria.attaches("orders", Person.BASIC);
    maria.iam().tagRole(tag -> tag.roleName("orders").tags(it -> it.key("team").value("shop")));

    var role = present(roles.load(id));

    assertThat(id.arn()).isEqualTo("arn:aws:iam::123456789012:role/orders");
    assertThat(role.identity().arn()).isEqualTo("arn:aws:iam::123456789012:role/apps/shop/orders");
    assertThat(role.policies()).containsOnly(entry("access", READS_ONE_BUCKET));
    assertThat(role.attached()).containsExactly(new AttachedPolicy(Person.BASIC));
    assertThat(role.awsDocuments().get(Person.BASIC)).contains("logs:CreateLogGroup");
    assertThat(role.tags()).containsEntry("team", "shop");
    assertThat(role.offLimits(new Bounds(false, Set.of(), Set.of()))).isEmpty();
    assertThat(roles.all()).containsExactly(id);
  }

  @Test
  void readsADocumentOfAwsOncePerContainer() {
    maria.createsRole("one", LAMBDA);
    maria.createsRole("two", LAMBDA);
    maria.attaches("one", Person.ADMIN);
    maria.attaches("two", Person.ADMIN);

    roles.all().toList().forEach(id -> present(roles.load(id)));

    assertThat(operations()).filteredOn("GetPolicyVersion"::equals).hasSize(1);
  }

  @Test
  void glancesAtNothingButThePolicyThatWasPut() {
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    maria.puts("orders", "more", READS_ONE_BUCKET);
    account.emulator().forgetCalls();

    var put = List.of(call("PutRolePolicy", "orders", "access"));
    var glanced = roles.glance(role, put).orElseThrow();

    assertThat(glanced.policies()).containsOnly(entry("access", READS_ONE_BUCKET));
    assertThat(glanced.identity()).isEqualTo(present(roles.load(role)).identity());
    assertThat(glanced.whole()).isFalse();
    assertThat(operations()).startsWith("GetRole", "GetRolePolicy", "GetRole");
    var whole = roles.learn(glanced, Set.of(PrincipalFact.DOCUMENTS));
    assertThat(whole.policies()).containsOnlyKeys("access", "more");
    assertThat(whole.known()).containsExactly(PrincipalFact.DOCUMENTS);
  }

  @Test
  void loadsARoleWholeForOtherChanges() {
    var role = maria.createsRole("orders", LAMBDA);
    var put = call("PutRolePolicy", "orders", "access");
    for (var changes :
        List.of(
            List.of(call("DeleteRolePolicy", "orders", "access")),
            List.of(put, call("AttachRolePolicy", "orders", "")),
            List.of(put, call("PutRolePolicy", "orders", "")),
            List.of(
                put,
                call("PutRolePolicy", "orders", "two"),
                call("PutRolePolicy", "orders", "three")))) {
      assertThat(roles.glance(role, changes)).isEmpty();
    }
    maria.iam().deleteRole(delete -> delete.roleName("orders"));
    assertThat(roles.glance(role, List.of(put))).isEmpty();
  }

  @Test
  void readsTheDocumentsOfOwnPoliciesAndOfTheBoundary() {
    var role = maria.createsRole("orders", LAMBDA);
    var own = maria.createsPolicy("reading", READS_ONE_BUCKET).arn();
    var boundary = maria.createsPolicy("boundary", EVERYTHING).arn();
    maria.attaches("orders", own);
    maria.attaches("orders", Person.BASIC);
    maria
        .iam()
        .putRolePermissionsBoundary(put -> put.roleName("orders").permissionsBoundary(boundary));

    var learned = roles.learn(present(roles.load(role)), Set.of(PrincipalFact.DOCUMENTS));

    assertThat(learned.identity().boundary()).isEqualTo(boundary);
    assertThat(learned.ownDocuments()).containsOnlyKeys(own, boundary);
  }

  private static Change call(String operation, String role, String policy) {
    var envelope =
        """
        {"source": "aws.iam", "detail-type": "AWS API Call via CloudTrail",
         "account": "123456789012", "region": "us-east-1",
         "detail": {"eventSource": "iam.amazonaws.com", "eventName": "%s",
          "requestParameters": {"roleName": "%s", "policyName": "%s"}}}
        """
            .formatted(operation, role, policy);
    if (new Changes("123456789012").parse(envelope) instanceof Parsed.Hint(var change)) {
      return change;
    }
    throw new AssertionError(envelope);
  }

  @Test
  void costsFourCallsForARoleWithOnePolicyAndTwoForAManagedPolicy() {
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    var policy = maria.createsPolicy("reading", READS_ONE_BUCKET);

    present(roles.load(role));
    assertThat(operations())
        .containsExactly(
            "GetRole", "ListAttachedRolePolicies", "ListRolePolicies", "GetRolePolicy");
    account.emulator().forgetCalls();
    present(policies.load(policy));
    assertThat(operations()).containsExactly("GetPolicy", "GetPolicyVersion");
  }

  @Test
  void readsEveryPageOfPoliciesAndPrincipals() {
    for (int i = 0; i < 105; i++) {
      maria.createsRole("role-" + i, LAMBDA);
    }
    for (int i = 0; i < 12; i++) {
      maria.puts("role-0", "policy-" + i, READS_ONE_BUCKET);
    }
    assertThat(roles.all()).hasSize(105).doesNotHaveDuplicates();
    assertThat(
            present(roles.load(PrincipalKind.ROLE.named("role-0", "aws", EmulatedAccount.ID)))
                .policies())
        .hasSize(12);
  }

  @Test
  void doesNotReadWhatBelongsToAws() {
    maria.iam().createServiceLinkedRole(create -> create.awsServiceName("lambda.amazonaws.com"));
    var listed = maria.iam().listRoles().roles().getFirst();
    assertThat(listed.path()).startsWith("/aws-service-role/");
    assertThat(roles.all()).isEmpty();
    account.emulator().forgetCalls();

    var role = present(roles.load(PrincipalKind.ROLE.of(listed.arn())));

    assertThat(role.policies()).isEmpty();
    assertThat(role.attached()).isEmpty();
    assertThat(operations()).containsExactly("GetRole");
  }

  @Test
  void learnsVersionsAndWhomAPolicyIsAttachedTo() {
    maria.createsRole("orders", LAMBDA);
    maria.iam().createUser(create -> create.userName("ada"));
    var id = maria.createsPolicy("reading", READS_ONE_BUCKET);
    maria.publishes(id, EVERYTHING);
    maria.attaches("orders", id.arn());
    maria.iam().attachUserPolicy(attach -> attach.userName("ada").policyArn(id.arn()));

    var policy = present(policies.load(id));
    assertThat(policy.current().version()).isEqualTo("v2");
    assertThat(policy.attached()).isEqualTo(2);
    assertThat(policy.versions()).isEmpty();

    var learned = policies.learn(policy, Set.of(PolicyFact.VERSIONS, PolicyFact.ATTACHMENTS));
    assertThat(learned.versions())
        .containsExactly(new PolicyText(ManagedPolicy.DEFAULT_VERSION, "v1", READS_ONE_BUCKET));
    assertThat(learned.attachments())
        .extracting(Identity::name)
        .containsExactlyInAnyOrder("ada", "orders");
    assertThat(learned.unknown()).isEmpty();
  }

  @Test
  void stopsLearningOfAPolicyThatEverybodyHas() {
    var id = maria.createsPolicy("reading", EVERYTHING);
    for (int i = 0; i < 25; i++) {
      maria.createsRole("role-" + i, LAMBDA);
      maria.attaches("role-" + i, id.arn());
    }
    var learned = policies.learn(present(policies.load(id)), Set.of(PolicyFact.ATTACHMENTS));
    assertThat(learned.attachments()).hasSize(ManagedPolicies.MANY);
    assertThat(learned.offLimits(new Bounds(true, Set.of(), Set.of())))
        .get()
        .asString()
        .contains("attached to 25 principals");
  }

  @Test
  void tellsABoundaryFromAnAttachment() {
    var id = maria.createsPolicy("bounding", EVERYTHING);
    maria.createsRole("orders", LAMBDA);
    maria
        .iam()
        .putRolePermissionsBoundary(put -> put.roleName("orders").permissionsBoundary(id.arn()));
    var policy = present(policies.load(id));
    assertThat(policy.onlyBounds()).isTrue();
    assertThat(policies.learn(policy, Set.of(PolicyFact.ATTACHMENTS)).attachments()).isEmpty();
  }

  @Test
  void isGoneWhenItDoesNotExist() {
    for (var kind : PrincipalKind.values()) {
      var id = kind.named("nobody", "aws", EmulatedAccount.ID);
      assertThat(Testers.principals(kind, function).load(id)).isEqualTo(new Loaded.Gone<>());
    }
    var arn = "arn:aws:iam::123456789012:policy/none";
    assertThat(policies.load(new ResourceId("AWS::IAM::ManagedPolicy", arn)))
        .isEqualTo(new Loaded.Gone<>());
  }

  @Test
  void skipsAPolicyThatIsDeletedWhileItIsRead() {
    var id = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    account.emulator().inject(Fault.once("iam", "GetRolePolicy", "NoSuchEntity"));
    assertThat(present(roles.load(id)).policies()).isEmpty();
  }

  @Test
  void doesNotTakeADenialForAbsence() {
    var id = maria.createsRole("orders", LAMBDA);
    account.emulator().inject(Fault.once("iam", "ListRolePolicies", "AccessDenied"));
    assertThatThrownBy(() -> roles.load(id)).isInstanceOf(IamException.class);
  }

  private List<String> operations() {
    return account.callsOf(function).stream().map(RecordedCall::operation).toList();
  }

  private static Map.Entry<String, PolicyText> entry(String name, String document) {
    return Map.entry(name, new PolicyText(name, "", document));
  }

  private static <R extends Resource> R present(Loaded<R> loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<R>) loaded).resource();
  }
}
