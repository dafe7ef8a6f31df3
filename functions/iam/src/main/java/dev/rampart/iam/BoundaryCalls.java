package dev.rampart.iam;

import dev.rampart.guardrail.Call;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;

/// The calls that change what bounds a principal.
final class BoundaryCalls {
  private BoundaryCalls() {}

  /// The call that gives a role or user this boundary, or none.
  static Call put(Identity to, Boundary boundary) {
    var isRole = to.kind() == PrincipalKind.ROLE;
    if (boundary.isNone()) {
      return Call.of(
          isRole
              ? DeleteRolePermissionsBoundaryRequest.builder().roleName(to.name()).build()
              : DeleteUserPermissionsBoundaryRequest.builder().userName(to.name()).build());
    }
    return Call.of(
        isRole
            ? PutRolePermissionsBoundaryRequest.builder()
                .roleName(to.name())
                .permissionsBoundary(boundary.arn())
                .build()
            : PutUserPermissionsBoundaryRequest.builder()
                .userName(to.name())
                .permissionsBoundary(boundary.arn())
                .build());
  }
}
