package dev.rampart.function;

import dev.rampart.alert.Alerts;
import dev.rampart.ledger.Rounds;
import dev.rampart.respond.Failure;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import software.amazon.awssdk.core.exception.SdkException;

/// What a sweep brought, in one mail.
final class SweepReport {
  private static final int TOLD = 40;

  private final Alerts alerts;

  SweepReport(Alerts alerts) {
    this.alerts = alerts;
  }

  void send(Rounds.Report report) {
    var resources = report.domains().values().stream().mapToInt(Integer::intValue).sum();
    var subject =
        "Rampart looked at %d resources, open findings: %d"
            .formatted(resources, report.found().size());
    alerts.send(
        subject,
        text(report, resources, subscriptions()),
        report,
        Map.of("outcome", "SWEEP_REPORT"));
  }

  private String subscriptions() {
    try {
      return alerts.subscriptions();
    } catch (SdkException e) {
      return "Who gets the alerts cannot be read: " + Failure.words(e) + ".";
    }
  }

  private static String text(Rounds.Report report, int resources, String subscriptions) {
    var text = new StringJoiner("\n");
    text.add(
        "Rampart looked at %d resources and remembers what is good about them."
            .formatted(resources));
    report.domains().forEach((domain, count) -> text.add("  %-12s %d".formatted(domain, count)));
    text.add("").add(subscriptions);
    report.notes().forEach(text::add);
    if (report.fixed() > 0) {
      text.add("").add("Fixed on the way: " + report.fixed() + " (an alert was sent for each).");
    }
    list(
        text,
        "Open before Rampart looked, or left to you (Rampart does not fix these by itself):",
        report.found().stream()
            .map(
                each ->
                    "%s: %s %s: %s"
                        .formatted(each.guardrail(), each.resource(), each.part(), each.detail()))
            .toList());
    list(text, "Could not be read:", report.unread());
    if (!report.found().isEmpty()) {
      text.add("")
          .add("To fix what is open, invoke the domain's function with {\"fix-open\": true}.");
    }
    return text.toString();
  }

  private static void list(StringJoiner text, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.add("").add(title);
    lines.stream().limit(TOLD).forEach(line -> text.add("  " + line));
    if (lines.size() > TOLD) {
      text.add("  and " + (lines.size() - TOLD) + " more; the function's log has them all");
    }
  }
}
