package dev.rampart.apigateway;

import java.util.Optional;
import java.util.Set;

/// How the draft of an API differs from what a stage serves: in authorization only.
///
/// @param operations those that ask something else in the draft
/// @param demands a digest of what all operations of the draft ask
record Unpublished(Set<String> operations, String demands) {
  Unpublished {
    operations = Set.copyOf(operations);
  }

  /// Compares them.
  ///
  /// @return nothing if they differ in anything else
  static Optional<Unpublished> between(Export draft, Export served) {
    return draft
        .differsInAuthorizationOnly(served)
        .map(operations -> new Unpublished(operations, draft.demands()));
  }
}
