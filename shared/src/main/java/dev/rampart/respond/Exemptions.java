package dev.rampart.respond;

import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Ruled;
import dev.rampart.guardrail.Severity;
import dev.rampart.ledger.Memory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the owner said to leave a violation alone: by a tag on the resource, or by a line in
/// `/rampart/exemptions/<Name>` where a tag cannot say it.
///
/// A line is `<ARN> <part>` or `<ARN>`, with ` until YYYY-MM-DD` at the end if it is to end.
final class Exemptions {
  static final String TAG = "rampart:exempt";
  static final String UNTIL = "rampart:exempt-until";
  // What is remembered of the tags among the good parts, to tell later who set them.
  static final String REMEMBERED = "rampart:exempt";
  static final String BY_TAG = "exempt by tag";
  private static final Duration LONGEST_FOR_CRITICAL = Duration.ofDays(30);

  private Exemptions() {}

  /// Why the part is exempt, if it is.
  static Optional<String> find(
      Ruled guardrail,
      String part,
      Resource resource,
      Settings settings,
      Memory memory,
      Instant now) {
    var line = byLine(part, resource, settings, now);
    return line.isPresent() ? line : byTag(guardrail, resource, settings, memory, now);
  }

  /// The tags that matter, to be remembered with the good parts.
  static Optional<String> tags(Resource resource) {
    return Optional.ofNullable(resource.tags().get(TAG))
        .map(names -> names + " until " + resource.tags().getOrDefault(UNTIL, "-"));
  }

  private static Optional<String> byLine(
      String part, Resource resource, Settings settings, Instant now) {
    var arn = resource.id().arn();
    for (var line : settings.exemptions()) {
      var at = line.lastIndexOf(" until ");
      var what = at < 0 ? line : line.substring(0, at).strip();
      var until = at < 0 ? "" : line.substring(at + " until ".length()).strip();
      var meant = what.equals(arn) || what.equals(arn + " " + part);
      if (meant && (at < 0 || isAhead(until, now))) {
        return Optional.of("exempt by parameter" + (at < 0 ? "" : " until " + until));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> byTag(
      Ruled guardrail, Resource resource, Settings settings, Memory memory, Instant now) {
    var names = List.of(resource.tags().getOrDefault(TAG, "").split("\\s+"));
    var meant =
        names.contains(guardrail.name())
            || List.of(guardrail.rule().formerly()).stream().anyMatch(names::contains);
    if (!meant) {
      return Optional.empty();
    }
    var until = resource.tags().getOrDefault(UNTIL, "");
    if (!until.isEmpty() && !isAhead(until, now)) {
      return Optional.empty();
    }
    if (guardrail.rule().severity() == Severity.CRITICAL
        && !isAtMost(until, now.plus(LONGEST_FOR_CRITICAL))) {
      return Optional.empty();
    }
    var setter = setBy(resource, memory);
    if (!settings.exemptionAdmins().isEmpty()
        && !setter.filter(settings.exemptionAdmins()::contains).isPresent()
        && !wasThereFromTheStart(resource, memory)) {
      return Optional.empty();
    }
    return Optional.of(BY_TAG + setter.map(who -> ", set by " + who).orElse(""));
  }

  private static Optional<String> setBy(Resource resource, Memory memory) {
    return firstWithTags(resource, memory).map(Memory.State::by).filter(who -> !who.isEmpty());
  }

  private static boolean wasThereFromTheStart(Resource resource, Memory memory) {
    var oldest = memory.states().stream().min((a, b) -> a.at().compareTo(b.at()));
    return oldest.isPresent() && oldest.equals(firstWithTags(resource, memory));
  }

  private static Optional<Memory.State> firstWithTags(Resource resource, Memory memory) {
    var tags = tags(resource).orElse("");
    return memory.states().stream()
        .filter(state -> state.good().getOrDefault(REMEMBERED, Map.of()).containsKey(tags))
        .min((a, b) -> a.at().compareTo(b.at()));
  }

  private static boolean isAhead(String date, Instant now) {
    return parsed(date).filter(now::isBefore).isPresent();
  }

  private static boolean isAtMost(String date, Instant limit) {
    return parsed(date).filter(limit::isAfter).isPresent();
  }

  private static Optional<Instant> parsed(String date) {
    try {
      return Optional.of(LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty(); // an exemption that cannot be read is none
    }
  }
}
