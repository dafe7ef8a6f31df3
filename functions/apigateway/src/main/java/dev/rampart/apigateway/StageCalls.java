package dev.rampart.apigateway;

import dev.rampart.guardrail.Step;
import java.util.List;

/// The steps that change settings of a stage. None of them deploys anything.
sealed interface StageCalls permits RestStageCalls, HttpStageCalls {
  /// Limits how many calls the stage takes; all other settings stay.
  Step throttle(Stage stage, Stage.Throttling to);

  /// Lets nobody through to an operation any more; all other settings stay.
  Step shut(Stage stage, String operation);

  /// Whether nobody is let through to an operation.
  boolean isShut(Stage stage, String operation);

  /// Stops logging whole requests, wherever the stage does.
  Step untrace(Stage stage);

  /// Logs to where, how and how much it was logged before.
  List<Step> log(Stage stage, Stage.Logging to);
}
