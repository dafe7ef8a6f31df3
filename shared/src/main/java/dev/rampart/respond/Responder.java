package dev.rampart.respond;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.List;

/// Looks at a resource that changed, and does about it what the owner wants.
///
/// The order is always the same: load, judge, known debt, exemption, consent, brakes, lease, store
/// the undo, apply, look and judge again, remember, tell.
public final class Responder {
  private final Tools tools;

  public Responder(Tools tools) {
    this.tools = tools;
  }

  /// Looks at one resource.
  ///
  /// @param changes what happened to it, at least one
  /// @return one outcome for each violation, or a single one that says that there is none
  /// @throws software.amazon.awssdk.core.exception.SdkException if AWS cannot be asked; the changes
  ///   have to be delivered again
  public <R extends Resource> List<Outcome> look(
      Domain<R> domain, ResourceId id, List<Change> changes, Run run) {
    return new Visit<>(tools, domain, id, changes, run).make();
  }
}
