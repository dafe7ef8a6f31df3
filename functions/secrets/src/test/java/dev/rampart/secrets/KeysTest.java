package dev.rampart.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.emulator.Fault;
import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.secrets.KeyCondition.Life;
import dev.rampart.secrets.KeyCondition.Rotation;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

final class KeysTest {
  private static final Bounds BOUNDS = new Bounds(false, Set.of(), Set.of());

  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Caller maria = account.person("maria");
  private final Caller function = account.function("rampart-secrets");
  private final Keys keys = MasterKey.keys(Clients.of(function));

  @Test
  void readsAKeyInFiveCalls() {
    var id = MasterKey.create(maria);
    MasterKey.client(maria)
        .tagResource(
            tag -> tag.keyId(id.arn()).tags(Tag.builder().tagKey("team").tagValue("shop").build()));
    MasterKey.client(maria).enableKeyRotation(enable -> enable.keyId(id.arn()));

    var key = present(id);

    assertThat(key.kind()).isEqualTo(MasterKey.SYMMETRIC);
    assertThat(key.life()).isEqualTo(MasterKey.ENABLED);
    assertThat(key.rotation()).isEqualTo(MasterKey.YEARLY);
    assertThat(key.policy().document()).isEqualTo(MasterKey.policy(MasterKey.OWNER));
    assertThat(key.tags()).containsEntry("team", "shop");
    assertThat(key.grants()).isEmpty();
    assertThat(key.offLimits(BOUNDS)).isEmpty();
    assertThat(account.callsOf(function)).hasSize(5);
  }

  @Test
  void countsTheDaysThatAreLeft() {
    var id = MasterKey.create(maria);
    MasterKey.client(maria)
        .scheduleKeyDeletion(schedule -> schedule.keyId(id.arn()).pendingWindowInDays(10));
    assertThat(present(id).life()).isEqualTo(new Life("PendingDeletion"));
    assertThat(present(id).daysLeft()).isEqualTo(9);
    assertThat(present(id).conditions()).containsOnlyKeys("state", "use");
  }

  @Test
  void doesNotAskWhetherAKeyRotatesThatCannot() {
    var arn =
        MasterKey.client(maria)
            .createKey(create -> create.keySpec("RSA_2048").keyUsage("SIGN_VERIFY"))
            .keyMetadata()
            .arn();
    assertThat(present(new ResourceId(Key.TYPE, arn)).conditions())
        .containsOnlyKeys("state", "use");
    assertThat(account.callsOf(function)).hasSize(4);
  }

  @Test
  void findsAKeyGone() {
    assertThat(keys.load(MasterKey.ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void judgesNothingThatItMayNotRead() {
    var id = MasterKey.create(maria);
    for (var operation : List.of("GetKeyPolicy", "GetKeyRotationStatus", "ListGrants")) {
      refuse(operation, "AccessDeniedException");
    }
    var key = present(id);
    assertThat(key.policy()).isEqualTo(PolicyText.refused("the key policy may not be read"));
    assertThat(key.rotation())
        .isEqualTo(new Rotation(0, "whether the key rotates may not be read"));
    assertThat(key.grants()).containsExactly(new Access.Unread("the grants may not be listed"));
  }

  @Test
  void writesNothingToAKeyThatItMayNotDescribe() {
    var id = MasterKey.create(maria);
    refuse("DescribeKey", "AccessDeniedException");
    var key = present(id);
    assertThat(key.life()).isEqualTo(new Life(""));
    assertThat(key.policy().document()).isNotEmpty();
    assertThat(key.offLimits(BOUNDS)).hasValue("the key may not be described");
  }

  @Test
  void comesBackWhenItIsAskedTooOften() {
    var id = MasterKey.create(maria);
    refuse("ListGrants", "ThrottlingException");
    assertThatThrownBy(() -> keys.load(id))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.isThrottlingException()).isTrue());
  }

  @Test
  void listsEveryKey() {
    var id = MasterKey.create(maria);
    assertThat(keys.all()).containsExactly(id);
  }

  private void refuse(String operation, String error) {
    account
        .emulator()
        .inject(
            new Fault(
                "kms", operation, function.accessKeyId(), error, 400, Integer.MAX_VALUE, false, 0));
  }

  private Key present(ResourceId id) {
    var loaded = keys.load(id);
    assertThat(loaded).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<Key>) loaded).resource();
  }
}
