package dev.rampart.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// The alert as a mail that a tired person can read.
final class AlertText {
  // SNS: "Length Constraints: maximum 100 characters", ASCII, no line breaks.
  private static final int SUBJECT = 99;

  private AlertText() {}

  static String subject(Alert alert) {
    var text =
        "[%s] %s: %s on %s"
            .formatted(
                alert.severity(),
                headline(alert.outcome()),
                alert.summary(),
                shortName(alert.resource().arn()));
    return ascii(text);
  }

  static String ascii(String text) {
    var plain = text.replaceAll("[^\\x20-\\x7E]", "?");
    return plain.length() <= SUBJECT ? plain : plain.substring(0, SUBJECT - 3) + "...";
  }

  static String body(Alert alert) {
    var text = new StringJoiner("\n");
    text.add(alert.summary() + " (" + alert.severity() + ", " + alert.guardrail() + ")").add("");
    text.add("WHAT     " + alert.resource().arn());
    text.add("         " + part(alert) + alert.detail());
    who(alert, text);
    text.add("WHY      " + alert.risk());
    text.add("");
    if (!alert.done().isEmpty()) {
      text.add("DONE     " + alert.done());
    }
    if (!alert.why().isEmpty()) {
      text.add((alert.done().isEmpty() ? "NOT DONE " : "NOTE     ") + alert.why());
    }
    if (alert.stack() != null) {
      var logical = alert.stack().logicalId();
      text.add(
          "STACK    CloudFormation stack %s%s owns this: change its template, or the next deployment brings it back."
              .formatted(alert.stack().name(), logical.isEmpty() ? "" : " (" + logical + ")"));
    }
    var finish = alert.finish();
    if (finish != null) {
      text.add("LEFT     to %s, once %s.".formatted(finish.plan(), finish.after()));
      block(text, "FINISH, once that is so:", List.of(finish.command()));
    }
    block(
        text,
        "UNDO, if this was right:",
        alert.undo().isEmpty() ? List.of() : List.of(alert.undo()));
    var fix = alert.fix();
    if (fix != null) {
      block(text, alert.done().isEmpty() ? "To " + fix.plan() + ":" : "What ran:", fix.commands());
    }
    block(text, "By hand:", alert.byHand());
    text.add("");
    text.add("Account %s, %s. Alert %s.".formatted(alert.account(), alert.region(), alert.id()));
    return text.toString();
  }

  private static void who(Alert alert, StringJoiner text) {
    var change = alert.change();
    if (change.principal().isEmpty()) {
      text.add(
          "WHO      unknown: noticed by "
              + (change.eventName().isEmpty() ? "a look" : change.eventName()));
      return;
    }
    text.add("WHO      " + change.principal());
    text.add(
        "         called %s from %s with %s"
            .formatted(
                change.eventName(), orUnknown(change.sourceIp()), orUnknown(change.userAgent())));
    text.add("WHEN     %s%s".formatted(change.time(), lateness(change.time(), alert.at())));
    text.add("         CloudTrail event " + change.eventId());
  }

  private static String lateness(Instant from, Instant to) {
    var late = Duration.between(from, to);
    return from.equals(Instant.EPOCH) || late.isNegative()
        ? ""
        : " (%s before this alert)"
            .formatted(
                late.truncatedTo(ChronoUnit.MILLIS)
                    .toString()
                    .substring(2)
                    .toLowerCase(Locale.ROOT));
  }

  private static String part(Alert alert) {
    return alert.resource().part().isEmpty() ? "" : alert.resource().part() + ": ";
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static void block(StringJoiner text, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.add("").add(title);
    lines.forEach(line -> text.add("  " + line));
  }

  private static String headline(String outcome) {
    return switch (outcome) {
      case "FIXED" -> "Fixed";
      case "NOT_HELD" -> "Fix did not hold";
      case "CONTESTED" -> "Contested";
      case "UNDONE" -> "Undone";
      case "FINISHED" -> "Finished";
      case "FAILED" -> "Fix failed";
      case "DEBT" -> "Existing";
      case "EXEMPT" -> "Exempt";
      default -> "Act";
    };
  }

  static String shortName(String arn) {
    var resource = arn.split(":", 6)[5];
    // "layer:tools:1": the last word by itself is the version.
    return resource.contains(":") ? resource.substring(resource.indexOf(':') + 1) : resource;
  }
}
