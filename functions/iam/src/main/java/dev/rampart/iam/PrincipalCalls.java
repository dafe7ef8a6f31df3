package dev.rampart.iam;

import dev.rampart.guardrail.Call;
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

/// The calls that change what a principal may do. IAM has each of them three times.
final class PrincipalCalls {
  private PrincipalCalls() {}

  static Call put(Identity to, PolicyText policy) {
    var name = policy.name();
    var document = policy.document();
    return Call.of(
        switch (to.kind()) {
          case ROLE ->
              PutRolePolicyRequest.builder()
                  .roleName(to.name())
                  .policyName(name)
                  .policyDocument(document)
                  .build();
          case USER ->
              PutUserPolicyRequest.builder()
                  .userName(to.name())
                  .policyName(name)
                  .policyDocument(document)
                  .build();
          case GROUP ->
              PutGroupPolicyRequest.builder()
                  .groupName(to.name())
                  .policyName(name)
                  .policyDocument(document)
                  .build();
        });
  }

  static Call delete(Identity from, String policy) {
    return Call.of(
        switch (from.kind()) {
          case ROLE ->
              DeleteRolePolicyRequest.builder().roleName(from.name()).policyName(policy).build();
          case USER ->
              DeleteUserPolicyRequest.builder().userName(from.name()).policyName(policy).build();
          case GROUP ->
              DeleteGroupPolicyRequest.builder().groupName(from.name()).policyName(policy).build();
        });
  }

  static Call attach(Identity to, String policyArn) {
    return Call.of(
        switch (to.kind()) {
          case ROLE ->
              AttachRolePolicyRequest.builder().roleName(to.name()).policyArn(policyArn).build();
          case USER ->
              AttachUserPolicyRequest.builder().userName(to.name()).policyArn(policyArn).build();
          case GROUP ->
              AttachGroupPolicyRequest.builder().groupName(to.name()).policyArn(policyArn).build();
        });
  }

  static Call detach(Identity from, String policyArn) {
    return Call.of(
        switch (from.kind()) {
          case ROLE ->
              DetachRolePolicyRequest.builder().roleName(from.name()).policyArn(policyArn).build();
          case USER ->
              DetachUserPolicyRequest.builder().userName(from.name()).policyArn(policyArn).build();
          case GROUP ->
              DetachGroupPolicyRequest.builder()
                  .groupName(from.name())
                  .policyArn(policyArn)
                  .build();
        });
  }
}
