package dev.rampart.lambda;

import dev.rampart.policy.Statement;
import java.util.List;

/// The policy of a function, or of one of its aliases or versions, each of which has its own.
///
/// @param qualifier the alias or version; empty for the function itself
/// @param revision the lock that a write carries; empty if the API gave none
/// @param statements the statements; a policy that is not JSON is one statement of plain text
public record FunctionPolicy(String qualifier, String revision, List<Statement> statements) {
  public FunctionPolicy {
    statements = List.copyOf(statements);
  }
}
