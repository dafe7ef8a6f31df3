package dev.rampart.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Actions that give away data, rights or the account's defences.
public final class Sensitive {
  private static final List<String> LIST =
      List.of(
          // Rights.
          "iam:AddUserToGroup",
          "iam:AttachGroupPolicy",
          "iam:AttachRolePolicy",
          "iam:AttachUserPolicy",
          "iam:CreateAccessKey",
          "iam:CreateLoginProfile",
          "iam:CreatePolicy",
          "iam:CreatePolicyVersion",
          "iam:DeleteRolePermissionsBoundary",
          "iam:DeleteUserPermissionsBoundary",
          "iam:PassRole",
          "iam:PutGroupPolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:PutUserPermissionsBoundary",
          "iam:PutUserPolicy",
          "iam:SetDefaultPolicyVersion",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateLoginProfile",
          "sts:AssumeRole",
          // Code.
          "cloudformation:CreateStack",
          "cloudformation:DeleteStack",
          "cloudformation:UpdateStack",
          "ec2:RunInstances",
          "lambda:AddPermission",
          "lambda:CreateFunction",
          "lambda:InvokeFunction",
          "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration",
          // Data.
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:PutKeyPolicy",
          "kms:ScheduleKeyDeletion",
          "s3:DeleteObject",
          "s3:GetObject",
          "s3:PutBucketAcl",
          "s3:PutBucketPolicy",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutResourcePolicy",
          "ssm:GetParameter",
          "ssm:GetParameterHistory",
          "ssm:GetParameters",
          "ssm:GetParametersByPath",
          // Defences.
          "cloudtrail:DeleteTrail",
          "cloudtrail:StopLogging",
          "cloudtrail:UpdateTrail",
          "config:DeleteConfigRule",
          "config:DeleteConfigurationRecorder",
          "config:DeleteDeliveryChannel",
          "config:StopConfigurationRecorder",
          "events:DeleteRule",
          "events:DisableRule",
          "events:RemoveTargets",
          "guardduty:DeleteDetector",
          "guardduty:UpdateDetector",
          "logs:DeleteLogGroup",
          "logs:DeleteLogStream",
          "logs:DeleteRetentionPolicy");
  // In lower case to those of the list.
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    LIST.forEach(each -> NAMES.put(each.toLowerCase(Locale.ROOT), each));
  }

  private Sensitive() {}

  /// Whether an action is one of them.
  ///
  /// @param action as `iam:PassRole`, in any case
  public static boolean isSensitive(String action) {
    return NAMES.containsKey(action.toLowerCase(Locale.ROOT));
  }

  /// Goes through all of them.
  ///
  /// @param action takes each as AWS writes it, and in lower case
  static void forEach(BiConsumer<String, String> action) {
    NAMES.forEach((inLowerCase, name) -> action.accept(name, inLowerCase));
  }

  static boolean isAnyMatchedBy(Glob pattern) {
    for (var name : NAMES.keySet()) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  /// Those that a pattern matches, as AWS writes them.
  public static Stream<String> matching(Glob pattern) {
    return NAMES.entrySet().stream()
        .filter(each -> pattern.matches(each.getKey()))
        .map(Map.Entry::getValue);
  }
}
