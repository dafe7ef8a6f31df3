package dev.rampart.policy;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What a principal really did.
///
/// @param used the actions it used, as AWS writes them: `s3:GetObject`
/// @param unknown services of which it is not known what was used: `kms`. Of all other services,
///   what is not among the used actions was not used.
public record Usage(Set<String> used, Set<String> unknown) {
  public Usage {
    var sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    sorted.addAll(used);
    used = Collections.unmodifiableSet(sorted);
    var services = new TreeSet<String>();
    unknown.forEach(each -> services.add(each.toLowerCase(Locale.ROOT)));
    unknown = Collections.unmodifiableSet(services);
  }

  /// What was used here or there. What is not known of one is not known of both.
  public Usage and(Usage other) {
    var both = new LinkedHashSet<>(used);
    both.addAll(other.used);
    var neither = new LinkedHashSet<>(unknown);
    neither.addAll(other.unknown);
    return new Usage(both, neither);
  }

  boolean isUnknown(String service) {
    return unknown.contains(service.toLowerCase(Locale.ROOT));
  }
}
