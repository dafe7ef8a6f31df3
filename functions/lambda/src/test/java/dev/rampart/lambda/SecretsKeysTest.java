package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

final class SecretsKeysTest {
  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Caller maria = account.person("maria");
  private final Caller bot = account.function("rampart-lambda");
  private final SecretsKeys keys = new SecretsKeys(Setups.settings(bot), Setups.keys(bot));

  @Test
  void takesAwssKeyIfNoneIsNamed() {
    assertThat(found()).isEqualTo(SecretsKey.OF_AWS);
    Setups.names(maria, "none");
    assertThat(found()).isEqualTo(SecretsKey.OF_AWS);
    assertThat(account.callsOf(bot)).hasSize(2);
  }

  @Test
  void takesTheNamedKeyThatLetsTheRoleIn() {
    var key = Setups.createKey(maria, Setups.OPEN_TO_ORDERS);
    Setups.names(maria, key);
    assertThat(found()).isEqualTo(new SecretsKey(key, ""));
  }

  @Test
  void saysWhyAKeyWillNotDo() {
    var key = Setups.createKey(maria, "");
    Setups.names(maria, key);
    assertThat(found().obstacle()).contains("does not itself let");

    var disabled = Setups.createKey(maria, Setups.OPEN_TO_ORDERS);
    Setups.keys(maria).disableKey(disable -> disable.keyId(disabled));
    Setups.names(maria, disabled);
    assertThat(found().obstacle()).contains("is Disabled and of the kind SYMMETRIC_DEFAULT");

    var signing =
        Setups.keys(maria)
            .createKey(create -> create.keySpec(KeySpec.RSA_2048).keyUsage("SIGN_VERIFY"))
            .keyMetadata();
    Setups.names(maria, signing.arn());
    assertThat(found().obstacle()).contains("is Enabled and of the kind RSA_2048");

    Setups.names(maria, key.replaceAll("key/.*", "key/00000000-0000-0000-0000-000000000000"));
    assertThat(found().obstacle()).contains("there is no such key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias/secrets",
        "00000000-0000-0000-0000-000000000000",
        "arn:aws:kms:us-east-1:123456789012:alias/secrets",
        "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000",
        "arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000"
      })
  void takesNoKeyFromElsewhere(String named) {
    Setups.names(maria, named);
    assertThat(found())
        .isEqualTo(
            new SecretsKey(
                named, "/rampart/secrets-key names no key of this account and Region by its ARN"));
  }

  private SecretsKey found() {
    return keys.keyFor(Setups.plain());
  }
}
