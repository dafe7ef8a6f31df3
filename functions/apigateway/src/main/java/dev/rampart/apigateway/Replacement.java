package dev.rampart.apigateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is today of the authorizer that decided before.
sealed interface Replacement {
  /// It is there, or the same under another id, as after an import. An empty id: none was needed.
  record Same(String id) implements Replacement {}

  /// It is gone and can be created again.
  record Gone(Authorizer record) implements Replacement {}

  /// It is gone and another one has its name.
  record Taken(String name) implements Replacement {}

  /// Looks for it.
  ///
  /// @param before the authorizer as it was, null if none decided
  /// @param now the authorizers of today
  static Replacement of(@Nullable Authorizer before, List<Authorizer> now) {
    if (before == null) {
      return new Same("");
    }
    if (now.stream().anyMatch(each -> each.id().equals(before.id()))) {
      return new Same(before.id());
    }
    var equal =
        now.stream().filter(each -> each.definition().equals(before.definition())).findFirst();
    if (equal.isPresent()) {
      return new Same(equal.get().id());
    }
    return now.stream().anyMatch(each -> each.name().equals(before.name()))
        ? new Taken(before.name())
        : new Gone(before);
  }
}
