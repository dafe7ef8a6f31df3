package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import java.util.Set;

/// The calls that put one API right.
sealed interface Calls permits RestCalls, HttpCalls {
  /// Changes what an operation of the draft asks of callers.
  ///
  /// @param late the authorizer's id, if it is only known when the fix runs
  Call authorize(Access.Draft operation, Authorization from, Authorization to, Set<Late> late);

  /// The id of an authorizer that is created as its record says.
  Late created(Authorizer authorizer);

  /// Deletes the authorizer that an earlier step created.
  Call delete(Late authorizer);

  /// Gives an authorizer what its definition had at another time.
  Call update(Authorizer authorizer, JsonNode definition);

  /// Switches the name on or off that API Gateway gave the API.
  Call defaultEndpoint(boolean on);

  /// Lets a stage serve another deployment.
  Call serve(String stage, String deployment);

  /// Lets a stage serve the deployment that an earlier step created.
  Call serve(String stage, Late deployment);

  /// The id of a deployment that is created of the draft and that no stage serves yet.
  Late deployed();

  /// Deletes the deployment that an earlier step created.
  Call deleteDeployment(Late deployment);

  /// Publishes the draft on a stage.
  Call deploy(String stage);
}
