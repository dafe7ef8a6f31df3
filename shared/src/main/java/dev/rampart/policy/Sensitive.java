package dev.rampart.policy;

import java.util.BitSet;
import java.util.List;
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
          "lambda:PutResourcePolicy",
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
  private static final ActionIndex INDEX = new ActionIndex(LIST);

  private Sensitive() {}

  /// All of them, as AWS writes them.
  static List<String> names() {
    return LIST;
  }

  /// Whether an action is one of them.
  ///
  /// @param action as `iam:PassRole`, in any case
  public static boolean isSensitive(String action) {
    return INDEX.contains(action);
  }

  static boolean isAnyMatchedBy(Glob pattern) {
    return !marks(pattern).isEmpty();
  }

  /// Those that a pattern matches, as AWS writes them.
  public static Stream<String> matching(Glob pattern) {
    return marks(pattern).stream().mapToObj(INDEX::name);
  }

  private static BitSet marks(Glob pattern) {
    var marks = new BitSet();
    INDEX.mark(pattern, marks, marks);
    return marks;
  }
}
