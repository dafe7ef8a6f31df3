package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.CONTAINS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Finding;
import java.util.List;
import java.util.Set;

/// An operation of the draft that is open to anyone: it gets back exactly what it asked before.
final class OpenDraft {
  private OpenDraft() {}

  /// The verdict on it.
  ///
  /// @param detail what is wrong with one that asks nothing
  static Verdict verdict(
      Access.Draft operation,
      String detail,
      List<Authorizer> authorizers,
      Calls calls,
      Past<Access> past) {
    var now = operation.authorization();
    if (!now.type().equals("NONE") && !now.hasAuthorizer()) {
      return undetermined("authorization type '" + now.type() + "' is not known");
    }
    var finding =
        violation(
            now.hasAuthorizer()
                ? operation.key() + " asks an authorizer that does not exist"
                : detail);
    var byHand = calls.authorize(operation, now, now.bySignature(), Set.of());
    var good = past.good().stream().map(Past.Good::part).filter(Access::isGuarded).findFirst();
    if (!(good.orElse(null) instanceof Access.Draft before)) {
      var left =
          finding.leftToAPerson(
              operation.asksKeyOnly()
                  ? "no look before saw it ask for more than an API key"
                  : "no look before saw it ask anything of callers",
              byHand);
      return (now.hasAuthorizer() ? left : contained(left, operation, byHand, calls)).verdict();
    }
    var asked = before.authorization();
    return switch (Replacement.of(before.authorizer(), authorizers)) {
      case Replacement.Same(var id) ->
          finding
              .fixedBy(
                  plan(before) + " again",
                  RESTORES,
                  calls.authorize(operation, now, asked.by(id), Set.of()),
                  calls.authorize(operation, asked, now, Set.of()))
              .verdict();
      case Replacement.Gone(var authorizer) -> {
        var created = calls.created(authorizer);
        yield finding
            .fixedBy(
                "create authorizer "
                    + authorizer.name()
                    + " again and "
                    + plan(before)
                    + permission(authorizer),
                List.of(
                    new Step(RESTORES, created.from(), calls.delete(created)),
                    new Step(
                        RESTORES,
                        calls.authorize(
                            operation, now, asked.by(created.marker()), Set.of(created)),
                        calls.authorize(operation, asked, now, Set.of()))))
            .verdict();
      }
      case Replacement.Taken(var name) ->
          finding.leftToAPerson("authorizer " + name + " is another one now", byHand).verdict();
    };
  }

  /// Nobody gets through then who does not sign with rights of the account.
  private static Finding contained(
      Finding finding, Access.Draft operation, Call bySignature, Calls calls) {
    var now = operation.authorization();
    return finding.fixedBy(
        "require AWS_IAM on " + operation.key() + " until somebody says who may call",
        CONTAINS,
        bySignature,
        calls.authorize(operation, now.bySignature(), now, Set.of()));
  }

  /// The permission of a function names the authorizer by its id, and the new one has another.
  /// Until somebody grants it, callers get errors, which keeps them out.
  private static String permission(Authorizer authorizer) {
    return authorizer.function().isEmpty()
        ? ""
        : " (callers get errors until "
            + authorizer.function()
            + " allows apigateway.amazonaws.com to invoke it for the new authorizer)";
  }

  private static String plan(Access.Draft before) {
    var authorizer = before.authorizer();
    return "require "
        + (authorizer == null ? "AWS_IAM" : "authorizer " + authorizer.name())
        + " on "
        + before.key();
  }
}
