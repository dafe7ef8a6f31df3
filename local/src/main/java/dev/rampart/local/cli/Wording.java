package dev.rampart.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.route.Router;

/// How things are said on a terminal.
final class Wording {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Wording() {}

  /// `PutRolePolicy by user/you → rule rampart-iam-cloudtrail → rampart-iam`.
  static String delivery(Router.Delivery delivery) {
    String target = delivery.targetArn().substring(delivery.targetArn().lastIndexOf(':') + 1);
    return "%s → rule %s → %s".formatted(event(delivery.body()), delivery.rule().name(), target);
  }

  private static String event(String body) {
    try {
      JsonNode envelope = JSON.readTree(body);
      JsonNode detail = envelope.path("detail");
      if (!detail.has("eventName")) {
        return envelope.path("detail-type").asText("message");
      }
      String arn = detail.path("userIdentity").path("arn").asText();
      return detail.path("eventName").asText() + " by " + arn.substring(arn.lastIndexOf(':') + 1);
    } catch (JsonProcessingException e) {
      return "alert";
    }
  }

  /// `FIXED WildcardPolicy arn:aws:iam::…:role/app (all): allows everything`.
  static String outcome(LoggedOutcome outcome) {
    var line = new StringBuilder("%-9s".formatted(outcome.outcome()));
    append(line, " ", outcome.guardrail());
    append(line, "  ", outcome.resource());
    append(line, " / ", outcome.text("part"));
    append(line, ": ", outcome.text("detail"));
    append(line, " – ", outcome.text("why"));
    append(line, "  fix ", outcome.text("fixId"));
    return line.toString();
  }

  private static void append(StringBuilder line, String separator, String text) {
    if (!text.isBlank()) {
      line.append(separator).append(text);
    }
  }
}
