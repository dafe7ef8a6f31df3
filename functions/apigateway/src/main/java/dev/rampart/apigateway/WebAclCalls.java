package dev.rampart.apigateway;

import dev.rampart.guardrail.Call;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DisassociateWebAclRequest;

/// The calls that put a web ACL before a stage.
///
/// @param stage the stage's ARN
record WebAclCalls(String stage) {
  /// Lets a web ACL guard the stage, in place of any other.
  Call associate(String webAcl) {
    return Call.of(AssociateWebAclRequest.builder().webACLArn(webAcl).resourceArn(stage).build());
  }

  /// Leaves the stage without a web ACL.
  Call disassociate() {
    return Call.of(DisassociateWebAclRequest.builder().resourceArn(stage).build());
  }
}
