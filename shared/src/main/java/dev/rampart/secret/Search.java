package dev.rampart.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks into a value and into what is wrapped in it, until something is a secret.
///
/// All methods answer with the kind of secret, or null.
final class Search {
  // A link in a text in base64 in JSON in base64; whoever hides a secret deeper does not do it by
  // mistake. It also bounds the work to so many looks at each character.
  private static final int DEEPEST = 6;
  private static final int SHORTEST_PIN = 4;
  private static final int KEY_PAIR = 64;
  private static final int BYTE = 255;
  private static final int SHORTEST_PASSWORD = 5;

  private static final Name TOKEN = new Name(Meaning.TOKEN, true, false);
  private static final Name HARMLESS = new Name(Meaning.HARMLESS, false, false);
  private static final Name CREDENTIALS = new Name(Meaning.CREDENTIALS, true, false);
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?i)(?:Authorization:"
              + " *)?(basic|bearer|apikey|api-key|api-token|api_key|token|ssws|geniekey|sso-key|bot|key|pat)"
              + " +(?:token=)?[\"']?(\\S{6,}?)[\"']?");

  private static final Pattern HEADER =
      Pattern.compile("(?i)\\b(?:bearer|basic) +([A-Za-z0-9+/=_.~-]{12,})");

  private Search() {}

  static @Nullable String look(Name name, String text, int depth) {
    var value = Text.bare(text);
    if (value.isEmpty() || depth > DEEPEST) {
      return null;
    }
    // Piece by piece, for their names say what of it browsers get.
    var json = json(value);
    if (json != null) {
      return walk(name, json, depth);
    }
    var kind = Formats.INSTANCE.find(value, name.shown());
    if (kind != null || Formats.INSTANCE.isHarmless(value)) {
      return kind;
    }
    kind = scheme(value, depth);
    return kind == null ? inside(name, value, depth) : kind;
  }

  private static @Nullable String inside(Name name, String value, int depth) {
    var decoded = Text.fromBase64(value);
    if (decoded != null) {
      var kind = look(name.meaning() == Meaning.LOGIN ? CREDENTIALS : name, decoded, depth + 1);
      // What is called a token may be one although base64 only wraps words.
      return kind == null
              && name.head()
              && name.meaning().suffices()
              && !Shape.isPlaceholder(decoded)
          ? Leaf.judge(name, value)
          : kind;
    }
    var address = Addresses.find(value);
    if (address != null) {
      return address;
    }
    return parts(name, value, depth);
  }

  private static @Nullable String parts(Name name, String value, int depth) {
    var kind = value.contains("://") ? each(Pairs.query(value), name, depth) : null;
    if (kind != null) {
      return kind;
    }
    var pairs = Pairs.all(value);
    kind = each(pairs, name, depth);
    if (kind == null) {
      kind = each(Pairs.elements(value), name, depth);
    }
    if (kind == null && pairs.size() < 2 && hasPair(value)) {
      kind = loose(value, depth);
    }
    return kind == null && pairs.size() < 2 ? Leaf.judge(name, value) : kind;
  }

  private static @Nullable String each(List<Pairs.Pair> pairs, Name whole, int depth) {
    var before = "";
    for (var pair : pairs) {
      // Two lines of YAML, as Kubernetes writes variables: name: …, value: ….
      var name =
          Name.of(pair.name().equals("value") ? before : pair.name()).within(whole).orHarmless();
      before = pair.name().equals("name") ? pair.value() : "";
      var kind = look(name, Text.fromPercent(pair.value()), depth + 1);
      if (kind != null) {
        return kind;
      }
    }
    return null;
  }

  private static boolean hasPair(String value) {
    return value.indexOf('=') >= 0 || value.indexOf(':') >= 0 || value.contains(" -");
  }

  // In the middle of a text a name is not enough: it may be a question of grammar or code.
  private static @Nullable String loose(String text, int depth) {
    var header = HEADER.matcher(text);
    while (header.find()) {
      if (isHeader(header.group(1))) {
        return "token in an Authorization header";
      }
    }
    for (var pair : Pairs.assigned(text)) {
      var name = Name.of(pair.name());
      boolean password = name.isHead(Meaning.PASSWORD) || name.isHead(Meaning.SHARED_SECRET);
      if (password
          && pair.value().length() >= SHORTEST_PASSWORD
          && Leaf.judge(name, pair.value()) != null) {
        return name.meaning().kind();
      }
      // A connection string in an attribute.
      var kind = pair.value().indexOf('=') < 0 ? null : look(HARMLESS, pair.value(), depth + 1);
      if (kind != null) {
        return kind;
      }
    }
    for (var pair : Pairs.loose(text)) {
      var name = Name.of(pair.name());
      var value = Text.fromPercent(pair.value());
      if (name.head()
          && name.meaning().suffices()
          && ((Shape.isChosen(value) && Shape.hasDigit(value)) || Shape.isGenerated(value))
          && Leaf.judge(name, value) != null) {
        return name.meaning().kind();
      }
    }
    return null;
  }

  private static boolean isHeader(String token) {
    var decoded = Text.fromBase64(token);
    return (Shape.isGenerated(token) && Leaf.judge(TOKEN, token) != null)
        || (decoded != null && Leaf.judge(CREDENTIALS, decoded) != null);
  }

  private static @Nullable String scheme(String value, int depth) {
    if (value.indexOf(' ') < 0) {
      return null;
    }
    var matcher = SCHEME.matcher(value);
    if (!matcher.matches()) {
      return null;
    }
    var token = Text.fromPercent(matcher.group(2));
    var decoded = Text.fromBase64(token);
    if (decoded != null && Leaf.judge(CREDENTIALS, decoded) != null) {
      return "credentials in an Authorization header";
    }
    return look(TOKEN, token, depth + 1) == null ? null : "token in an Authorization header";
  }

  // Only once a value looks like JSON: the mapper is most of what a first look costs.
  private static final class Json {
    static final JsonMapper MAPPER = new JsonMapper();
  }

  private static @Nullable JsonNode json(String value) {
    if (!value.startsWith("{") && !value.startsWith("[")) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(value);
    } catch (JsonProcessingException e) {
      // Its message quotes the value: it must not go on.
      return null;
    }
  }

  private static @Nullable String walk(Name name, JsonNode node, int depth) {
    if (node.isTextual()) {
      return look(name, node.textValue(), depth + 1);
    }
    if (node.isIntegralNumber()) {
      boolean pin = name.isHead(Meaning.PASSWORD) && node.asText().length() >= SHORTEST_PIN;
      return pin ? Meaning.PASSWORD.kind() : null;
    }
    if (node.isArray()) {
      if (isKeyInNumbers(node)) {
        return "private key";
      }
      for (var each : node) {
        var kind = walk(name, each, depth);
        if (kind != null) {
          return kind;
        }
      }
    }
    return node.isObject() ? walkObject(name, node, depth) : null;
  }

  // As Solana's tools write a key pair: 64 bytes.
  private static boolean isKeyInNumbers(JsonNode node) {
    if (node.size() != KEY_PAIR) {
      return false;
    }
    for (var each : node) {
      if (!each.isIntegralNumber() || each.asInt() < 0 || each.asInt() > BYTE) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String walkObject(Name name, JsonNode node, int depth) {
    if (node.has("kty")) {
      // RFC 7517: the private part of a key pair, or a symmetric key.
      return node.has("d") || node.has("k") ? "private key" : null;
    }
    // What Firebase gives to browsers has an API key in it that is no secret.
    var whole = node.has("authDomain") ? name.asShown() : name;
    var named = named(node);
    if (named != null) {
      return look(Name.of(named.name()).within(whole), named.value(), depth + 1);
    }
    for (var field : node.properties()) {
      var kind = walk(Name.of(field.getKey()).within(whole), field.getValue(), depth);
      if (kind != null) {
        return kind;
      }
    }
    return null;
  }

  // {"name": …, "value": …}, as ECS and Kubernetes write variables.
  private static Pairs.@Nullable Pair named(JsonNode node) {
    for (var name : List.of("name", "Name", "key", "Key")) {
      for (var value : List.of("value", "Value")) {
        if (node.path(name).isTextual() && node.path(value).isTextual()) {
          return new Pairs.Pair(node.path(name).textValue(), node.path(value).textValue());
        }
      }
    }
    return null;
  }
}
