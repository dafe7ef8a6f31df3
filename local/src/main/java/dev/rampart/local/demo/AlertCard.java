package dev.rampart.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.local.account.AlertInbox.Alert;
import java.util.StringJoiner;

/// An alert as a subscriber of the topic received it, laid out for a terminal.
final class AlertCard {
  private AlertCard() {}

  static String of(Alert alert) {
    JsonNode facts = alert.facts();
    if (facts.isMissingNode()) {
      return alert.text().strip();
    }
    var card = new StringJoiner("\n");
    card.add(
        alert.subject().isEmpty() ? alert.outcome() + " " + alert.guardrail() : alert.subject());
    JsonNode change = facts.path("change");
    add(
        card,
        "what",
        facts.path("resource").path("part").asText() + ": " + facts.path("detail").asText());
    add(card, "on", facts.path("resource").path("arn").asText());
    add(
        card,
        "by",
        "%s from %s (%s)"
            .formatted(
                change.path("principal").asText(),
                change.path("sourceIp").asText(),
                change.path("eventName").asText()));
    add(card, "risk", facts.path("risk").asText());
    add(card, "done", facts.path("done").asText());
    add(card, "why", facts.path("why").asText());
    if (facts.path("done").asText().isEmpty()) {
      add(card, "would", facts.path("fix").path("plan").asText());
    }
    add(card, "undo", facts.path("undo").asText());
    facts.path("byHand").forEach(command -> add(card, "by hand", command.asText()));
    return card.toString();
  }

  private static void add(StringJoiner card, String key, String value) {
    if (!value.isBlank()) {
      card.add("%-8s %s".formatted(key, value));
    }
  }
}
