package dev.rampart.iam;

import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

/// What a fix or an undo in IAM may call. Going back to a version that was in force is not counted
/// as granting: that version is judged before, and a version of a policy is nobody's invention. Nor
/// is a permissions boundary: it is only put back where nothing bounds the principal.
final class IamOperations {
  private IamOperations() {}

  static Operations with(IamClient iam) {
    return new Operations(
        List.of(
            Operation.of(
                    "iam",
                    "AttachGroupPolicy",
                    AttachGroupPolicyRequest.builder().build(),
                    iam::attachGroupPolicy)
                .granting(),
            Operation.of(
                    "iam",
                    "AttachRolePolicy",
                    AttachRolePolicyRequest.builder().build(),
                    iam::attachRolePolicy)
                .granting(),
            Operation.of(
                    "iam",
                    "AttachUserPolicy",
                    AttachUserPolicyRequest.builder().build(),
                    iam::attachUserPolicy)
                .granting(),
            Operation.of(
                    "iam",
                    "CreatePolicyVersion",
                    CreatePolicyVersionRequest.builder().build(),
                    iam::createPolicyVersion)
                .granting(),
            Operation.of(
                "iam",
                "DeleteGroupPolicy",
                DeleteGroupPolicyRequest.builder().build(),
                iam::deleteGroupPolicy),
            Operation.of(
                "iam",
                "DeletePolicyVersion",
                DeletePolicyVersionRequest.builder().build(),
                iam::deletePolicyVersion),
            Operation.of(
                    "iam",
                    "DeleteRolePermissionsBoundary",
                    DeleteRolePermissionsBoundaryRequest.builder().build(),
                    iam::deleteRolePermissionsBoundary)
                .granting(),
            Operation.of(
                "iam",
                "DeleteRolePolicy",
                DeleteRolePolicyRequest.builder().build(),
                iam::deleteRolePolicy),
            Operation.of(
                    "iam",
                    "DeleteUserPermissionsBoundary",
                    DeleteUserPermissionsBoundaryRequest.builder().build(),
                    iam::deleteUserPermissionsBoundary)
                .granting(),
            Operation.of(
                "iam",
                "DeleteUserPolicy",
                DeleteUserPolicyRequest.builder().build(),
                iam::deleteUserPolicy),
            Operation.of(
                "iam",
                "DetachGroupPolicy",
                DetachGroupPolicyRequest.builder().build(),
                iam::detachGroupPolicy),
            Operation.of(
                "iam",
                "DetachRolePolicy",
                DetachRolePolicyRequest.builder().build(),
                iam::detachRolePolicy),
            Operation.of(
                "iam",
                "DetachUserPolicy",
                DetachUserPolicyRequest.builder().build(),
                iam::detachUserPolicy),
            Operation.of(
                    "iam",
                    "PutGroupPolicy",
                    PutGroupPolicyRequest.builder().build(),
                    iam::putGroupPolicy)
                .granting(),
            Operation.of(
                "iam",
                "PutRolePermissionsBoundary",
                PutRolePermissionsBoundaryRequest.builder().build(),
                iam::putRolePermissionsBoundary),
            Operation.of(
                    "iam",
                    "PutRolePolicy",
                    PutRolePolicyRequest.builder().build(),
                    iam::putRolePolicy)
                .granting(),
            Operation.of(
                "iam",
                "PutUserPermissionsBoundary",
                PutUserPermissionsBoundaryRequest.builder().build(),
                iam::putUserPermissionsBoundary),
            Operation.of(
                    "iam",
                    "PutUserPolicy",
                    PutUserPolicyRequest.builder().build(),
                    iam::putUserPolicy)
                .granting(),
            Operation.of(
                "iam",
                "SetDefaultPolicyVersion",
                SetDefaultPolicyVersionRequest.builder().build(),
                iam::setDefaultPolicyVersion),
            Operation.of(
                    "iam",
                    "UpdateAssumeRolePolicy",
                    UpdateAssumeRolePolicyRequest.builder().build(),
                    iam::updateAssumeRolePolicy)
                .granting()));
  }
}
