package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import dev.rampart.local.template.Deployment;
import java.util.List;

/// A secret and the key that encrypts it, and what is done to them.
final class SecretsScene {
  private static final String SECRET = "orders/database";
  private static final String OWNER =
      """
      {"Sid": "Owner", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"},
       "Action": "kms:*", "Resource": "*"}
      """
          .formatted(Deployment.ACCOUNT);
  private static final String READER =
      """
      {"Sid": "Orders", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:role/%s"},
       "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
      """
          .formatted(Deployment.ACCOUNT, IamScene.ROLE);
  private static final String ANYONE =
      """
      {"Sid": "%s", "Effect": "Allow", "Principal": "*", "Action": "%s", "Resource": "*"}
      """;

  private final String key;

  /// Creates both.
  SecretsScene(Clients clients) {
    key = clients.kms().createKey(create -> create.policy(policy(OWNER))).keyMetadata().keyId();
    clients.kms().enableKeyRotation(enable -> enable.keyId(key));
    clients
        .secrets()
        .createSecret(
            create ->
                create.name(SECRET).kmsKeyId(key).secretString("{\"password\": \"of nobody\"}"));
    clients.secrets().putResourcePolicy(put -> put.secretId(SECRET).resourcePolicy(policy(READER)));
  }

  List<Act> acts() {
    return List.of(
        new Act(
            "PublicSecret",
            "lets anyone read secret orders/database",
            "only the function's role may read it by the secret's policy",
            person ->
                person
                    .secrets()
                    .putResourcePolicy(
                        put ->
                            put.secretId(SECRET)
                                .resourcePolicy(
                                    policy(
                                        READER,
                                        ANYONE.formatted(
                                            "Partners", "secretsmanager:GetSecretValue")))),
            auditor -> {
              String policy =
                  auditor.secrets().getResourcePolicy(get -> get.secretId(SECRET)).resourcePolicy();
              return policy.contains("\"Orders\"") && !policy.contains("\"Partners\"");
            }),
        new Act(
            "ExposedKey",
            "lets anyone decrypt with the key of that secret",
            "the key's policy names its owner only",
            person ->
                person
                    .kms()
                    .putKeyPolicy(
                        put ->
                            put.keyId(key)
                                .policyName("default")
                                .policy(
                                    policy(OWNER, ANYONE.formatted("Partners", "kms:Decrypt")))),
            auditor -> {
              String policy =
                  auditor.kms().getKeyPolicy(get -> get.keyId(key).policyName("default")).policy();
              return policy.contains("\"Owner\"") && !policy.contains("\"Partners\"");
            }));
  }

  private static String policy(String... statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
  }
}
