package dev.rampart.guardrail;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What is said once about a guardrail or a watch. Documentation, the deployed event patterns and
/// the alert are made from it or compared with it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Rule {
  /// What is wrong, without a full stop: "Queue is open to anyone".
  String summary();

  /// Why it matters, one sentence.
  String risk();

  Severity severity();

  /// The calls that may cause it, `iam:PutRolePolicy`, sorted.
  String[] triggers();

  /// The data events that it looks at, `lambda:Invoke`, sorted. They come only from accounts with a
  /// trail that records them.
  String[] dataEvents() default {};

  /// Config resource types that report it.
  String[] configTypes() default {};

  /// Detail types of the findings of other services that report it.
  String[] findings() default {};

  /// Ids of published standards: Security Hub controls, OWASP.
  String[] standards() default {};

  /// The mode without a parameter: `fix`, `fix+grants` or `alert`.
  String byDefault() default "fix";

  /// Former names, still understood in parameters and exemptions.
  String[] formerly() default {};
}
