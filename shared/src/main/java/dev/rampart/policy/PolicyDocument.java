package dev.rampart.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A policy document as AWS keeps it: the text, and the tree that judging reads. Nothing is ever
/// written from anything but the text or the tree, so that what is not understood goes out as it
/// came in.
public final class PolicyDocument {
  // Of two members of one name only one would be judged, and AWS might follow the other.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A number goes out as it came in.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  // Nothing where only the tree is known, until somebody asks.
  private @Nullable String text;
  private final JsonNode tree;
  private final List<Statement> statements;

  private PolicyDocument(@Nullable String text, JsonNode tree) {
    refuseNamesThatDifferInCase(tree);
    this.text = text;
    this.tree = tree;
    this.statements = statements(tree);
  }

  private static List<Statement> statements(JsonNode tree) {
    var statements = new ArrayList<Statement>();
    for (var node : Statement.each(Statement.element(tree, "Statement"))) {
      statements.add(new Statement(node));
    }
    return Collections.unmodifiableList(statements);
  }

  /// Reads a document.
  ///
  /// @param raw JSON, or JSON URL-encoded by RFC 3986 as the IAM API returns it
  /// @throws UnreadablePolicy if it is not a JSON object
  public static PolicyDocument parse(String raw) {
    var text = raw.stripLeading().startsWith("{") ? raw : decoded(raw);
    try {
      var tree = JSON.readTree(text);
      if (tree == null || !tree.isObject()) {
        throw new UnreadablePolicy("not a JSON object");
      }
      return new PolicyDocument(text, tree);
    } catch (JsonProcessingException e) {
      throw new UnreadablePolicy(e.getOriginalMessage());
    }
  }

  /// Takes a document that is parsed already.
  ///
  /// @throws UnreadablePolicy if it is not a JSON object
  public static PolicyDocument of(JsonNode tree) {
    if (!tree.isObject()) {
      throw new UnreadablePolicy("not a JSON object");
    }
    return new PolicyDocument(null, tree);
  }

  /// The JSON text, decoded.
  public String text() {
    var known = text;
    if (known == null) {
      known = tree.toString();
      text = known;
    }
    return known;
  }

  /// The same, parsed.
  public JsonNode tree() {
    return tree;
  }

  /// The statements in their order. A single one may stand without a list.
  public List<Statement> statements() {
    return statements;
  }

  // Names count in any case, so these are one name too. AWS has [an
  // error](https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-duplicate-keys-with-different-case)
  // for keys of conditions.
  private static void refuseNamesThatDifferInCase(JsonNode node) {
    if (node.isObject() && node.size() > 1) {
      var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      for (var member : node.properties()) {
        if (!names.add(member.getKey())) {
          throw new UnreadablePolicy("names that differ in case: " + member.getKey());
        }
      }
    }
    for (var inner : node) {
      if (inner.isContainerNode()) {
        refuseNamesThatDifferInCase(inner);
      }
    }
  }

  /// Whether it is of the language that has policy variables. Without a version a document is of
  /// 2008, where a variable is the text that it is written as.
  boolean hasVariables() {
    return Statement.element(tree, "Version").asText().equals("2012-10-17");
  }

  private static String decoded(String raw) {
    try {
      // URLDecoder is for forms: there a plus is a blank, here it is a plus.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnreadablePolicy("neither JSON nor URL-encoded");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicyDocument document
        && tree.equals(document.tree)
        && text().equals(document.text());
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }

  /// The document is not JSON, or not an object.
  public static final class UnreadablePolicy extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadablePolicy(String why) {
      super(why);
    }
  }
}
