package dev.rampart.secret;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Passwords in addresses: `scheme://user:password@host`.
final class Addresses {
  private static final Pattern WITH_PASSWORD =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^\\s:@/\"'<>]*):([^\\s@\"'<>]+)@");
  // https://host:443/@scope has no password.
  private static final Pattern PORT = Pattern.compile("\\d{2,5}(?:/.*)?");
  private static final Pattern WITH_TOKEN =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^\\s:@/\"'<>]{16,}):?@([^\\s/\"'<>]+)");
  private static final Pattern WITHOUT_SCHEME =
      Pattern.compile("[\\w.-]+:([^\\s@/:]{4,})@[\\w-]+(?:\\.[\\w-]+)*(?::\\d+)?(?:/\\S*)?");
  // https://docs.oracle.com/en/database/oracle/oracle-database/23/netag/ on easy connect.
  private static final Pattern EASY_CONNECT =
      Pattern.compile("[\\w$.-]+/\"?([^\\s@/\"]{4,})\"?@(?://)?[\\w.-]+(?::\\d+)?(?:/\\S+)?");
  private static final Pattern WITH_PORT =
      Pattern.compile("[\\w.-]+:([A-Za-z]{5,})@[A-Za-z][\\w-]*(?:\\.[\\w-]+)*:\\d{2,5}(?:/\\S*)?");
  private static final List<String> DATABASES =
      List.of(
          "postgres",
          "pgsql",
          "mysql",
          "maria",
          "mongo",
          "sqlserver",
          "mssql",
          "oracle",
          "redshift",
          "cockroach",
          "clickhouse",
          "neo4j",
          "bolt",
          "cassandra",
          "couch",
          "db2",
          "snowflake",
          "libsql",
          "influx",
          "jdbc");
  private static final Pattern SENTRY_KEY = Pattern.compile("[0-9a-f]{32}");

  private Addresses() {}

  /// What secret stands in an address in this text.
  static @Nullable String find(String text) {
    if (text.indexOf('@') < 0) {
      return null;
    }
    var passwords = WITH_PASSWORD.matcher(text);
    while (passwords.find()) {
      if (isPassword(passwords.group(2), passwords.group(3))) {
        return kind(passwords.group(1).toLowerCase(Locale.ROOT));
      }
    }
    var tokens = WITH_TOKEN.matcher(text);
    while (tokens.find()) {
      var token = tokens.group(1);
      // A DSN of Sentry shows a key that is public.
      if (Shape.isGenerated(token) && !Shape.isPlaceholder(token) && !SENTRY_KEY.matches(token)) {
        return "token in a URL";
      }
    }
    var oracle = EASY_CONNECT.matcher(text);
    if (oracle.matches() && !Shape.isPlaceholder(oracle.group(1))) {
      return "database password in an address";
    }
    var ported = WITH_PORT.matcher(text);
    if (ported.matches() && !Shape.isPlaceholder(ported.group(1))) {
      return "password in an address";
    }
    var bare = WITHOUT_SCHEME.matcher(text);
    return bare.matches() && Shape.isChosen(bare.group(1)) && !Shape.isPlaceholder(bare.group(1))
        ? "password in an address"
        : null;
  }

  private static boolean isPassword(String user, String password) {
    var plain = Text.fromPercent(password);
    return !PORT.matches(plain)
        && !Shape.isPlaceholder(plain)
        && !isMarkedLater(user, plain)
        && !Formats.INSTANCE.isHarmless(plain);
  }

  // {user}:{password}, USER:PASSWORD, user:pass.
  private static boolean isMarkedLater(String user, String password) {
    return user.startsWith("{")
        || (password.equals(password.toUpperCase(Locale.ROOT)) && Shape.isLetters(password));
  }

  private static String kind(String scheme) {
    if (DATABASES.stream().anyMatch(scheme::contains)) {
      return "database password in a URL";
    }
    return switch (scheme) {
      case "redis", "rediss", "valkey", "valkeys", "memcached" -> "cache password in a URL";
      case "amqp", "amqps", "kafka", "nats", "stomp", "mqtt", "mqtts" -> "broker password in a URL";
      case "smtp", "smtps", "submission", "imap", "imaps" -> "mail password in a URL";
      default -> "password in a URL";
    };
  }
}
