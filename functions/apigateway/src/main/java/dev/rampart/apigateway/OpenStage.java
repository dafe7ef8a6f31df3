package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.DEPLOYS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import java.util.List;

/// An operation that a stage serves to anyone. The stage goes back to a deployment that is proved
/// to differ in authorization only. If there is none, the draft is published, but only if it is
/// proved to differ from what the stage serves in nothing but the authorization that was put right:
/// nobody can tell otherwise who is still working on it. If that cannot be proved either, nobody is
/// let through for the time being.
final class OpenStage {
  private final Access.Live operation;
  private final Api api;
  private final Past<Access> past;
  private final List<Access.Live> before;
  private final List<Access.Live> equal;

  private OpenStage(Access.Live operation, Api api, Past<Access> past) {
    this.operation = operation;
    this.api = api;
    this.past = past;
    this.before =
        past.good().stream()
            .map(Past.Good::part)
            .filter(Access.Live.class::isInstance)
            .map(Access.Live.class::cast)
            .filter(each -> each.isGuarded() && !each.deployment().equals(operation.deployment()))
            .toList();
    this.equal = before.stream().filter(this::differsInAuthorizationOnly).toList();
  }

  /// The verdict on it.
  static Verdict verdict(Access.Live operation, Api api, Past<Access> past) {
    return operation.type().equals("NONE")
        ? new OpenStage(operation, api, past).verdict()
        : undetermined("authorization type '" + operation.type() + "' is not known");
  }

  private Verdict verdict() {
    var deployments = api.learned().deployments();
    if (!equal.isEmpty() && deployments == null) {
      return asks(Read.DEPLOYMENTS);
    }
    var former =
        equal.stream()
            .map(Access.Live::deployment)
            .filter(each -> deployments != null && deployments.contains(each))
            .findFirst();
    if (former.isEmpty() && isWorthComparing() && api.learned().unpublished() == null) {
      return asks(Read.UNPUBLISHED);
    }
    var finding = violation(operation.exposure());
    if (former.isPresent()) {
      return finding.fixedBy(planOfReturn(former.get()), List.of(serve(former.get()))).verdict();
    }
    if (isWholeFixInTheDraft()) {
      finding.fixedBy(
          "deploy the draft to stage "
              + operation.stage()
              + ", which differs from what is served there only in the authorization that is back",
          publish());
    }
    return finding
        .leftToAPerson(because(), commands())
        .fixedBy(
            "let nobody call " + operation.key() + ", by a limit of 0 calls a second",
            List.of(api.stageCalls().shut(api.stage(operation.stage()), operation.operation())))
        .verdict();
  }

  private boolean differsInAuthorizationOnly(Access.Live former) {
    return !operation.content().isEmpty()
        && operation.content().equals(former.content())
        // Going back must not open what was closed in between.
        && operation.opens().containsAll(former.opens());
  }

  private String planOfReturn(String deployment) {
    return "let stage "
        + operation.stage()
        + " serve deployment "
        + deployment
        + " again, which differs in authorization only";
  }

  private Step serve(String deployment) {
    return new Step(
        RESTORES,
        api.calls().serve(operation.stage(), deployment),
        api.calls().serve(operation.stage(), operation.deployment()));
  }

  /// Whether deploying the draft may help, and not only be told of: worth the reads that tell.
  private boolean isWorthComparing() {
    return past.callsForAFix()
        && !before.isEmpty()
        && api.drafts().stream()
            .anyMatch(each -> each.operation().equals(operation.operation()) && each.isGuarded());
  }

  /// Whether the draft asks exactly what the stage asked when it was last good, and differs from
  /// what the stage serves in nothing else.
  private boolean isWholeFixInTheDraft() {
    var unpublished = api.learned().unpublished();
    if (!isWorthComparing() || unpublished == null) {
      return false;
    }
    var difference = unpublished.get(operation.stage());
    return difference != null
        && difference.operations().contains(operation.operation())
        // What is guarded there stays as it is.
        && operation.opens().containsAll(difference.operations())
        && difference.demands().equals(before.getFirst().demands());
  }

  private List<Step> publish() {
    var created = api.calls().deployed();
    return List.of(
        new Step(DEPLOYS, created.from(), api.calls().deleteDeployment(created)),
        new Step(
            DEPLOYS,
            api.calls().serve(operation.stage(), created),
            api.calls().serve(operation.stage(), operation.deployment())));
  }

  private String because() {
    if (before.isEmpty()) {
      return "no look before saw the stage ask anything of callers there";
    }
    var former =
        equal.isEmpty()
            ? "the last good deployment differs in more than authorization"
            : "the last good deployment is deleted";
    return isWorthComparing() && !isWholeFixInTheDraft()
        ? former + ", and the draft has changes that nobody deployed yet"
        : former;
  }

  private Call[] commands() {
    var guarded =
        api.drafts().stream()
            .anyMatch(each -> each.operation().equals(operation.operation()) && each.isGuarded());
    if (guarded) {
      return new Call[] {api.calls().deploy(operation.stage())};
    }
    return before.stream()
        .limit(1)
        .map(each -> api.calls().serve(operation.stage(), each.deployment()))
        .toArray(Call[]::new);
  }
}
