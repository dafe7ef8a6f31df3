package dev.rampart.iam;

import static dev.rampart.guardrail.Operation.of;

import dev.rampart.guardrail.Operations;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;

/// What a fix or an undo in IAM may call. Going back to a version that was in force is not counted
/// as granting: that version is judged before, and a version of a policy is nobody's invention.
final class IamOperations {
  private IamOperations() {}

  static Operations with(IamClient iam) {
    return new Operations(
        List.of(
            of(
                    "iam",
                    "AttachGroupPolicy",
                    AttachGroupPolicyRequest.builder().build(),
                    iam::attachGroupPolicy)
                .granting(),
            of(
                    "iam",
                    "AttachRolePolicy",
                    AttachRolePolicyRequest.builder().build(),
                    iam::attachRolePolicy)
                .granting(),
            of(
                    "iam",
                    "AttachUserPolicy",
                    AttachUserPolicyRequest.builder().build(),
                    iam::attachUserPolicy)
                .granting(),
            of(
                "iam",
                "DeleteGroupPolicy",
                DeleteGroupPolicyRequest.builder().build(),
                iam::deleteGroupPolicy),
            of(
                "iam",
                "DeleteRolePolicy",
                DeleteRolePolicyRequest.builder().build(),
                iam::deleteRolePolicy),
            of(
                "iam",
                "DeleteUserPolicy",
                DeleteUserPolicyRequest.builder().build(),
                iam::deleteUserPolicy),
            of(
                "iam",
                "DetachGroupPolicy",
                DetachGroupPolicyRequest.builder().build(),
                iam::detachGroupPolicy),
            of(
                "iam",
                "DetachRolePolicy",
                DetachRolePolicyRequest.builder().build(),
                iam::detachRolePolicy),
            of(
                "iam",
                "DetachUserPolicy",
                DetachUserPolicyRequest.builder().build(),
                iam::detachUserPolicy),
            of(
                    "iam",
                    "PutGroupPolicy",
                    PutGroupPolicyRequest.builder().build(),
                    iam::putGroupPolicy)
                .granting(),
            of("iam", "PutRolePolicy", PutRolePolicyRequest.builder().build(), iam::putRolePolicy)
                .granting(),
            of("iam", "PutUserPolicy", PutUserPolicyRequest.builder().build(), iam::putUserPolicy)
                .granting(),
            of(
                "iam",
                "SetDefaultPolicyVersion",
                SetDefaultPolicyVersionRequest.builder().build(),
                iam::setDefaultPolicyVersion)));
  }
}
