package dev.rampart.guardrail;

/// What looks for one kind of bad thing: a [Guardrail] in what is, a [Watch] in what happens.
/// Implementations carry [Rule].
public sealed interface Ruled permits Guardrail, Watch {
  /// The name in alerts, exemptions, ledger, metrics and documentation.
  default String name() {
    return getClass().getSimpleName();
  }

  /// The metadata.
  ///
  /// @throws IllegalStateException if the class does not carry [Rule]
  default Rule rule() {
    var rule = getClass().getAnnotation(Rule.class);
    if (rule == null) {
      throw new IllegalStateException(getClass() + " has no @Rule");
    }
    return rule;
  }
}
