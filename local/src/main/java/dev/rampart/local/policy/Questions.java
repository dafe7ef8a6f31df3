package dev.rampart.local.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.Audience;
import dev.rampart.policy.Breadth;
import dev.rampart.policy.Escalation;
import dev.rampart.policy.Judgement;
import dev.rampart.policy.Judgement.Kind;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// One policy in, one JSON object with the answers out.
public final class Questions {
  // Of two members of one name only one would be judged.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String account;

  /// @param account the own account, for lines that name none
  public Questions(String account) {
    this.account = account;
  }

  /// Answers about one line, `{"id", "kind", "service", "account", "document", "trustedAccounts"}`.
  /// All but the document may be missing; the document may be an object or a text. A line that
  /// cannot be read is answered with an `error`.
  ///
  /// @param line in UTF-8
  public ObjectNode answer(byte[] line) {
    JsonNode asked;
    try {
      asked = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("error", "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Such as a sequence of bytes that is no character.
      return JSON.createObjectNode().put("error", "not JSON: " + e.getMessage());
    }
    if (!asked.isObject()) {
      return JSON.createObjectNode().put("error", "not a JSON object");
    }
    var answer = JSON.createObjectNode();
    for (var name : new String[] {"id", "kind", "service"}) {
      if (asked.has(name)) {
        answer.set(name, asked.get(name));
      }
    }
    try {
      var document = document(asked.path("document"));
      var own = asked.path("account").asText(account);
      var trusted = new TreeSet<String>();
      asked.path("trustedAccounts").forEach(each -> trusted.add(each.asText()));
      var kind = kind(asked.path("kind").asText(""), document);
      return fill(answer, Judgement.of(document, kind, own, trusted), kind);
    } catch (UnreadablePolicy | IllegalArgumentException e) {
      return answer.put("error", e.getMessage());
    }
  }

  /// Answers about a document by itself.
  public ObjectNode answer(PolicyDocument document, String kind) {
    var known = kind(kind, document);
    return fill(JSON.createObjectNode(), Judgement.of(document, known, account, Set.of()), known);
  }

  private static PolicyDocument document(JsonNode document) {
    return document.isTextual()
        ? PolicyDocument.parse(document.asText())
        : PolicyDocument.of(document);
  }

  // Only policies on resources and roles say to whom.
  private static Kind kind(String word, PolicyDocument document) {
    if (!word.isEmpty()) {
      return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }
    var names =
        document.statements().stream()
            .anyMatch(each -> each.hasNotPrincipal() || !each.principal().isMissingNode());
    return names ? Kind.RESOURCE : Kind.IDENTITY;
  }

  private static ObjectNode fill(ObjectNode answer, Judgement judgement, Kind kind) {
    if (kind == Kind.IDENTITY) {
      fillRights(answer, judgement);
    } else {
      fillAudiences(answer, judgement);
    }
    judgement.unknown().forEach(answer.putArray("unknown")::add);
    return answer;
  }

  private static void fillRights(ObjectNode answer, Judgement judgement) {
    var privileged = answer.putObject("overPrivileged");
    switch (judgement.breadth()) {
      case Breadth.Broad(var reach, var conditional, var detail) ->
          privileged.put("level", reach.name()).put("conditional", conditional).put("why", detail);
      case Breadth.Narrow() -> privileged.put("level", "LIMITED");
      case Breadth.Unreadable(var why) -> privileged.put("level", "UNKNOWN").put("why", why);
    }
    judgement.sensitive().forEach(answer.putArray("sensitiveOnEverything")::add);
    var ways = answer.putArray("escalations");
    for (Escalation.Open open : judgement.escalations()) {
      var way = ways.addObject().put("name", open.way().name()).put("certain", open.certain());
      way.put("how", open.way().how());
      open.way().actions().forEach(way.putArray("actions")::add);
    }
  }

  private static void fillAudiences(ObjectNode answer, Judgement judgement) {
    var isPublic =
        judgement.audiences().values().stream().anyMatch(Audience.Anyone.class::isInstance);
    // Where something is not understood, "not public" would claim too much.
    if (isPublic || judgement.unknown().isEmpty()) {
      answer.put("public", isPublic);
    } else {
      answer.putNull("public");
    }
    var list = answer.putArray("audiences");
    judgement
        .audiences()
        .forEach(
            (statement, audience) -> fill(list.addObject().put("statement", statement), audience));
  }

  private static void fill(ObjectNode entry, Audience audience) {
    switch (audience) {
      case Audience.Anyone() -> entry.put("who", "anyone");
      case Audience.Network(var ranges) -> {
        entry.put("who", "network");
        new TreeSet<>(ranges).forEach(entry.putArray("ranges")::add);
      }
      case Audience.Foreign(var accounts) -> {
        entry.put("who", "foreign");
        new TreeSet<>(accounts).forEach(entry.putArray("accounts")::add);
      }
      case Audience.Services(var names, var scoped) -> {
        entry.put("who", "services").put("sourceCondition", scoped);
        new TreeSet<>(names).forEach(entry.putArray("services")::add);
      }
      case Audience.Known() -> entry.put("who", "known");
      case Audience.Nobody() -> entry.put("who", "nobody");
      case Audience.Unclear(var why) -> entry.put("who", "unclear").put("why", why);
    }
  }
}
