package dev.rampart.secret;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Texts that are wrapped: in quotes, in base64, in percent signs.
final class Text {
  private static final int SHORTEST_ENCODED = 12;

  private static final int DELETE = 0x7f;

  private Text() {}

  /// Without space and one pair of quotes around it.
  static String bare(String text) {
    var bare = text.strip();
    if (bare.length() < 2) {
      return bare;
    }
    char first = bare.charAt(0);
    boolean quoted =
        (first == '"' || first == '\'' || first == '`') && bare.charAt(bare.length() - 1) == first;
    return quoted ? bare.substring(1, bare.length() - 1).strip() : bare;
  }

  /// The text that base64 hides; null if it is no base64, or no text is in it.
  static @Nullable String fromBase64(String text) {
    var joined = text.replace("\n", "").replace("\r", "").replace('-', '+').replace('_', '/');
    if (joined.length() < SHORTEST_ENCODED || !joined.chars().allMatch(Text::isBase64)) {
      return null;
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(joined));
      var decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return decoded.chars().allMatch(Text::isText) ? decoded : null;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isBase64(int each) {
    return (each >= 'A' && each <= 'Z')
        || (each >= 'a' && each <= 'z')
        || (each >= '0' && each <= '9')
        || each == '+'
        || each == '/'
        || each == '=';
  }

  private static boolean isText(int each) {
    if (each < ' ' || each == DELETE) {
      return each == '\n' || each == '\r' || each == '\t';
    }
    return each < DELETE || Character.isLetter(each);
  }

  /// With the characters that percent signs stand for.
  static String fromPercent(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
