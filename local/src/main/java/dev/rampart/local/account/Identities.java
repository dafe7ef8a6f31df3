package dev.rampart.local.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.local.template.Deployment;
import dev.rampart.local.template.FunctionSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.zip.CRC32;

/// Who CloudTrail takes the callers for.
final class Identities {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Identities() {}

  /// The key that a function calls with.
  static String keyOf(FunctionSpec function) {
    var digest = new CRC32();
    digest.update(function.name().getBytes(UTF_8));
    String name = function.name().replaceAll("[^A-Za-z]", "").toUpperCase(Locale.ROOT);
    return ("ASIA" + name + "XXXXXXXXXXXX").substring(0, 12) + "%08X".formatted(digest.getValue());
  }

  /// A function calls as a session of its role, named after itself.
  static JsonNode of(FunctionSpec function) {
    ObjectNode identity = assumedRole(function.roleName(), function.name());
    identity.put("accessKeyId", keyOf(function));
    return identity;
  }

  /// A person who came in by single sign-on.
  static JsonNode person(String role, String session, String accessKeyId) {
    ObjectNode identity = assumedRole(role, session);
    identity.put("accessKeyId", accessKeyId);
    return identity;
  }

  private static ObjectNode assumedRole(String role, String session) {
    String letters = role.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    String principal = "AROA" + (letters + "X".repeat(17)).substring(0, 17);
    ObjectNode identity = JSON.createObjectNode();
    identity.put("type", "AssumedRole");
    identity.put("principalId", principal + ":" + session);
    identity.put(
        "arn", "arn:aws:sts::%s:assumed-role/%s/%s".formatted(Deployment.ACCOUNT, role, session));
    identity.put("accountId", Deployment.ACCOUNT);
    ObjectNode context = identity.putObject("sessionContext");
    ObjectNode issuer = context.putObject("sessionIssuer");
    issuer.put("type", "Role");
    issuer.put("principalId", principal);
    issuer.put("arn", "arn:aws:iam::%s:role/%s".formatted(Deployment.ACCOUNT, role));
    issuer.put("accountId", Deployment.ACCOUNT);
    issuer.put("userName", role);
    ObjectNode attributes = context.putObject("attributes");
    attributes.put("creationDate", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    attributes.put("mfaAuthenticated", "false");
    return identity;
  }
}
