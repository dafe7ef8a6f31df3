package dev.rampart.lambda;

import dev.rampart.change.Change;
import dev.rampart.change.DataCall;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Severity;
import dev.rampart.guardrail.Sighting;
import dev.rampart.guardrail.Sighting.Seen;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells of invocations that Lambda refused, and of those that come from accounts that nobody
/// trusts. Rampart's own functions are no exception: who tries to undo a fix without the right to
/// is worth knowing.
@Rule(
    summary = "Function invoked by somebody who should not",
    risk = "Somebody tries what they may do with the function, or another account already does it.",
    severity = Severity.HIGH,
    triggers = {},
    dataEvents = {"lambda:Invoke"},
    standards = {"OWASP-S10:2017"},
    byDefault = "alert")
public final class UnauthorizedInvoke implements Watch {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]+");

  @Override
  public Set<String> types() {
    return Set.of(FunctionArn.CONFIG_TYPE);
  }

  @Override
  public Sighting look(Change change, Trust trust) {
    if (!(change.cause() instanceof DataCall call)) {
      return Sighting.idle();
    }
    var isForeign = ACCOUNT.matcher(call.caller()).matches() && !trust.includes(call.caller());
    if (!call.isDenied() && !(isForeign && call.error().isEmpty())) {
      return Sighting.idle();
    }
    return function(call, change)
        .<Sighting>map(id -> call.isDenied() ? refused(id, call, isForeign) : foreign(id, call))
        .orElseGet(Sighting::idle);
  }

  private static Seen refused(ResourceId id, DataCall call, boolean isForeign) {
    return new Seen(
        id,
        "refused",
        "an invocation%s was refused".formatted(isForeign ? " from account " + call.caller() : ""),
        "if the caller is to invoke the function, give them the right to; if not, find out why they"
            + " try");
  }

  private static Seen foreign(ResourceId id, DataCall call) {
    return new Seen(
        id,
        "from account " + call.caller(),
        "account %s invoked it, which is not trusted".formatted(call.caller()),
        "if the account is to invoke the function, add it to /rampart/trusted-accounts; if not,"
            + " remove what lets it in from the function's policy");
  }

  /// A refused call has no request parameters, and an error message that names the function.
  private static Optional<ResourceId> function(DataCall call, Change change) {
    for (var arn : call.resources()) {
      if (arn.contains(":function:")) {
        return FunctionNames.meant(arn, change);
      }
    }
    var requested = call.request().path("functionName").asText("");
    if (!requested.isEmpty()) {
      return FunctionNames.meant(requested, change);
    }
    var told = ARN.matcher(call.message());
    return told.find() ? FunctionNames.meant(told.group(), change) : Optional.empty();
  }
}
