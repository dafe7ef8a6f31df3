package dev.rampart.lambda;

import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/// The key that the owner wants moved secrets to be encrypted with, if one is named. Nothing is
/// cached: an edit works at once.
final class SecretsKeys {
  static final String PARAMETER = "/rampart/secrets-key";
  private static final String DEFAULT_POLICY = "default"; // the only one that there is
  // Lambda's function and the key have Region and account in the same places of their ARNs.
  private static final Pattern KEY =
      Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+:\\d{12}):key/[A-Za-z0-9-]+");

  private final SsmClient settings;
  private final KmsClient keys;

  SecretsKeys(SsmClient settings, KmsClient keys) {
    this.settings = settings;
    this.keys = keys;
  }

  /// The key for the secrets of a function, with what speaks against it.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException as the clients throw it
  SecretsKey keyFor(FunctionSetup setup) {
    var named = named();
    return named.isEmpty() ? SecretsKey.OF_AWS : new SecretsKey(named, obstacle(named, setup));
  }

  private String named() {
    return settings.getParameters(get -> get.names(PARAMETER)).parameters().stream()
        .map(Parameter::value)
        .map(String::strip)
        .filter(value -> !value.equals("none"))
        .findFirst()
        .orElse("");
  }

  private String obstacle(String arn, FunctionSetup setup) {
    var key = KEY.matcher(arn);
    if (!key.matches() || !setup.id().arn().contains(":lambda:" + key.group(1) + ":")) {
      return "%s names no key of this account and Region by its ARN".formatted(PARAMETER);
    }
    try {
      var metadata = keys.describeKey(get -> get.keyId(arn)).keyMetadata();
      return isFit(metadata)
          ? use(arn, setup)
          : "the key that %s names is %s and of the kind %s"
              .formatted(PARAMETER, metadata.keyStateAsString(), metadata.keySpecAsString());
    } catch (NotFoundException _) {
      return "there is no such key as %s names".formatted(PARAMETER);
    } catch (KmsException e) {
      if (isRefusal(e)) {
        return "Rampart may not look at the key that %s names: the parameter SecretsKey of its stack"
                .formatted(PARAMETER)
            + " gives it the right to one key";
      }
      throw e;
    }
  }

  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  private static boolean isFit(KeyMetadata metadata) {
    return metadata.keyState() == KeyState.ENABLED
        && metadata.keySpec() == KeySpec.SYMMETRIC_DEFAULT;
  }

  private String use(String arn, FunctionSetup setup) {
    var policy = keys.getKeyPolicy(get -> get.keyId(arn).policyName(DEFAULT_POLICY)).policy();
    try {
      return new KeyUse(setup).obstacle(PolicyDocument.parse(policy));
    } catch (UnreadablePolicy _) {
      return "the policy of the key that %s names cannot be read".formatted(PARAMETER);
    }
  }

  private static boolean isRefusal(KmsException e) {
    return e.awsErrorDetails() != null
        && e.awsErrorDetails().errorCode().startsWith("AccessDenied");
  }
}
