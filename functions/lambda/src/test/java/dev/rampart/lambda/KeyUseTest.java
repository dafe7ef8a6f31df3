package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.policy.PolicyDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyUseTest {
  private static final String ROLE = "{\"AWS\": \"arn:aws:iam::123456789012:role/orders\"}";
  private static final String THROUGH =
      "\"kms:ViaService\": \"secretsmanager.us-east-1.amazonaws.com\"";
  private static final String ACCOUNT = "\"kms:CallerAccount\": \"123456789012\"";
  private static final String DELEGATION =
      allow("{\"AWS\": \"arn:aws:iam::123456789012:root\"}", "kms:*", "");

  @ParameterizedTest
  @ValueSource(strings = {"kms:Decrypt", "kms:decrypt", "kms:*", "*", "kms:D*"})
  void findsTheRoleThatThePolicyNames(String action) {
    assertThat(obstacle(DELEGATION, allow(ROLE, action, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringEquals\": {" + THROUGH + "}}",
        "{\"StringLike\": {" + ACCOUNT + "}, \"StringEquals\": {" + THROUGH + "}}",
        "{\"ArnEquals\": {\"aws:PrincipalArn\": \"arn:aws:iam::123456789012:role/orders\"}}"
      })
  void findsConditionsThatHold(String condition) {
    assertThat(obstacle(allow(ROLE, "kms:Decrypt", condition))).isEmpty();
  }

  @Test
  void findsEveryoneOfTheAccountAsInThePolicyOfAwssOwnKey() {
    var through = "{\"StringEquals\": {" + ACCOUNT + ", " + THROUGH + "}}";
    assertThat(obstacle(allow("{\"AWS\": \"*\"}", "kms:Decrypt", through))).isEmpty();
    assertThat(obstacle(allow("\"*\"", "kms:Decrypt", through))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringEquals\": {\"kms:ViaService\": \"s3.us-east-1.amazonaws.com\"}}",
        "{\"StringEqualsIfExists\": {\"kms:ViaService\": \"s3.us-east-1.amazonaws.com\"}}",
        "{\"StringEquals\": {\"kms:ViaService\": \"secretsmanager.eu-west-1.amazonaws.com\"}}",
        "{\"StringEquals\": {\"kms:CallerAccount\": \"999999999999\"}}",
        "{\"StringNotEquals\": {" + ACCOUNT + "}}",
        "{\"StringEquals\": {\"kms:EncryptionContext:SecretARN\": \"arn\"}}",
        "{\"StringEquals\": {" + THROUGH + ", \"aws:PrincipalTag/team\": \"shop\"}}"
      })
  void doubtsConditionsThatMayNotHold(String condition) {
    assertThat(obstacle(allow(ROLE, "kms:Decrypt", condition)))
        .contains("does not itself let arn:aws:iam::123456789012:role/orders use kms:Decrypt");
  }

  @Test
  void doubtsWhatThePolicyLeavesToOthersOrGivesToOthers() {
    assertThat(obstacle(DELEGATION)).contains("does not itself let");
    assertThat(obstacle(allow("\"*\"", "kms:Decrypt", ""))).contains("does not itself let");
    assertThat(obstacle(allow(ROLE, "kms:Encrypt", ""))).contains("does not itself let");
    assertThat(obstacle(allow(ROLE.replace("orders", "other"), "kms:*", "")))
        .contains("does not itself let");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Action\": \"kms:*\"",
        "\"Action\": [\"kms:Encrypt\", \"kms:Decrypt\"]",
        "\"NotAction\": \"kms:Describe*\""
      })
  void doubtsAKeyWithADenial(String actions) {
    var denial =
        "{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Resource\": \"*\", %s}".formatted(actions);
    assertThat(obstacle(allow(ROLE, "kms:Decrypt", ""), denial)).contains("denies kms:Decrypt");
  }

  @Test
  void leavesADenialOfSomethingElse() {
    var denial =
        "{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Resource\": \"*\", \"Action\":"
            + " \"kms:ScheduleKeyDeletion\"}";
    assertThat(obstacle(allow(ROLE, "kms:Decrypt", ""), denial)).isEmpty();
  }

  private static String allow(String principal, String action, String condition) {
    return "{\"Effect\": \"Allow\", \"Principal\": %s, \"Action\": \"%s\", \"Resource\": \"*\"%s}"
        .formatted(principal, action, condition.isEmpty() ? "" : ", \"Condition\": " + condition);
  }

  private static String obstacle(String... statements) {
    var policy = "{\"Statement\": [" + String.join(", ", statements) + "]}";
    return new KeyUse(Setups.plain()).obstacle(PolicyDocument.parse(policy));
  }
}
