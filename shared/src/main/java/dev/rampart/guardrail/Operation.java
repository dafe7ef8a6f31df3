package dev.rampart.guardrail;

import java.util.function.Function;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/// An API operation that a fix, an undo or a late value may use.
///
/// @param service the AWS CLI's name of the service: `iam`, `apigatewayv2`
/// @param name the API's name of the operation: `SetDefaultPolicyVersion`
/// @param permission the IAM action it needs: `iam:SetDefaultPolicyVersion`, `apigateway:PATCH`;
///   empty if only people call it
/// @param grants whether it can give somebody a right that they did not have
/// @param lock the member of the request that ties it to the state that was read, empty for none
/// @param empty an empty request, the mould of all
/// @param send the client's method
public record Operation(
    String service,
    String name,
    String permission,
    boolean grants,
    String lock,
    SdkRequest empty,
    Function<SdkRequest, SdkResponse> send) {

  /// An operation whose IAM action has its own name and that grants nothing.
  @SuppressWarnings("unchecked") // the function is only ever given requests of the class of `empty`
  public static <Q extends SdkRequest> Operation of(
      String service, String name, Q empty, Function<Q, ? extends SdkResponse> send) {
    return new Operation(
        service, name, service + ":" + name, false, "", empty, request -> send.apply((Q) request));
  }

  /// An operation that stands in alerts for a person to run. Rampart never calls it, and its roles
  /// may not.
  public static Operation byHand(String service, String name, SdkRequest empty) {
    return new Operation(
        service,
        name,
        "",
        true,
        "",
        empty,
        _ -> {
          throw new IllegalStateException(service + ":" + name + " is for people only");
        });
  }

  /// Whether only people call it.
  public boolean isByHand() {
    return permission.isEmpty();
  }

  /// The same operation, known to grant.
  public Operation granting() {
    return new Operation(service, name, permission, true, lock, empty, send);
  }

  /// The same operation under another IAM action.
  public Operation needing(String otherPermission) {
    return new Operation(service, name, otherPermission, grants, lock, empty, send);
  }

  /// The same operation, whose request can carry a lock.
  public Operation lockedBy(String member) {
    return new Operation(service, name, permission, grants, member, empty, send);
  }

  /// How the ledger names it.
  public String id() {
    return service + ":" + name;
  }
}
