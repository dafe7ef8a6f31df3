package dev.rampart.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/// Documents that nobody would write, from a seed: the names of a policy's elements with whatever
/// JSON has in place of their values.
final class Oddities {
  private static final List<String> ELEMENTS =
      List.of(
          "Effect",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Principal",
          "NotPrincipal",
          "Condition",
          "Sid",
          "Statement",
          "Version");
  private static final List<String> TEXTS =
      List.of(
          "",
          "*",
          "Allow",
          "Deny",
          "2012-10-17",
          "s3:*",
          "s3:GetObject",
          ":",
          "::",
          "a:b:c:d:e:f:g",
          "arn:aws:s3:::b/${aws:username}",
          "${",
          "${}",
          "${*}${?}${$}",
          "arn:aws:iam::123456789012:role/r",
          "111122223333",
          "0.0.0.0/0",
          "\ud83d\ude00?*",
          "\ud800",
          "\u0000\u202e\ufeff",
          "\u0130\u00df",
          "same");
  private static final List<String> NAMES =
      List.of(
          "AWS",
          "Service",
          "Federated",
          "StringEquals",
          "ForAllValues:StringLikeIfExists",
          "ForAnyValue:",
          "IfExists",
          "Null",
          "IpAddress",
          "aws:SourceIp",
          "aws:SourceArn",
          "aws:PrincipalOrgPaths",
          "",
          "\u00e9");

  private final Random random;

  Oddities(long seed) {
    this.random = new Random(seed);
  }

  /// A document, most of which is in the shape of a policy.
  String document() {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.set(inAnyCase("Version"), random.nextBoolean() ? text() : any(2));
    tree.set(inAnyCase("Statement"), random.nextInt(4) == 0 ? any(3) : statements());
    return tree.toString();
  }

  private ArrayNode statements() {
    var statements = JsonNodeFactory.instance.arrayNode();
    for (int i = random.nextInt(4); i >= 0; i--) {
      statements.add(random.nextInt(6) == 0 ? any(2) : statement());
    }
    return statements;
  }

  private ObjectNode statement() {
    var statement = JsonNodeFactory.instance.objectNode();
    for (var element : ELEMENTS) {
      if (random.nextBoolean()) {
        statement.set(inAnyCase(element), random.nextBoolean() ? likely(element) : any(3));
      }
    }
    return statement;
  }

  private JsonNode likely(String element) {
    return switch (element) {
      case "Effect" -> JsonNodeFactory.instance.textNode(random.nextInt(3) == 0 ? "Deny" : "Allow");
      case "Condition" -> object(() -> object(() -> random.nextBoolean() ? text() : any(1)));
      case "Principal", "NotPrincipal" -> object(() -> random.nextBoolean() ? text() : any(1));
      default -> random.nextBoolean() ? text() : list(this::text);
    };
  }

  private JsonNode any(int depth) {
    var nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(new BigInteger(random.nextInt(200), random).negate());
      case 3 -> nodes.numberNode(new BigDecimal(BigInteger.TEN, random.nextInt(900) - 450));
      case 4, 5 -> text();
      case 6 -> list(() -> any(depth - 1));
      default -> object(() -> any(depth - 1));
    };
  }

  private JsonNode text() {
    return JsonNodeFactory.instance.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
  }

  private ArrayNode list(Supplier<JsonNode> each) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (int i = random.nextInt(40) == 0 ? 300 : random.nextInt(4); i > 0; i--) {
      list.add(each.get());
    }
    return list;
  }

  private ObjectNode object(Supplier<JsonNode> each) {
    var object = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(NAMES.get(random.nextInt(NAMES.size())), each.get());
    }
    return object;
  }

  private String inAnyCase(String name) {
    return random.nextInt(4) == 0 ? name.toLowerCase(Locale.ROOT) : name;
  }
}
