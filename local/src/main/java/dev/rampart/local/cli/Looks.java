package dev.rampart.local.cli;

import dev.rampart.local.account.LoggedOutcome;
import java.util.LinkedHashSet;
import java.util.Set;

/// Remembers the last looks that were told of, so that each is told once.
final class Looks {
  private static final int KEPT = 1000;

  private final Set<String> told = new LinkedHashSet<>();

  synchronized boolean isNew(LoggedOutcome outcome) {
    if (!told.add(outcome.look())) {
      return false;
    }
    if (told.size() > KEPT) {
      told.remove(told.iterator().next());
    }
    return true;
  }
}
