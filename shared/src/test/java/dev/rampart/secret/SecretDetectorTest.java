package dev.rampart.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretDetectorTest {
  // In two parts, so that scanners of public repositories do not report this file.
  private static final String GITHUB = "gh" + "p_QJk2qruTHcz0KhsW7tM4HdJS2O41DMZMZOXe";
  private static final String RANDOM = "Hax4Be8jkvxps3ExMQfVqnGv1LZCBg8M";

  @Test
  void saysWhatItIsAndHowLongAndNothingElse() {
    assertThat(SecretDetector.find("DB_URL", "postgres://app:" + "Kastanie88@db.internal/shop"))
        .contains(new Suspicion("database password in a URL", 42));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DB_PASSWORD      | Sommer2023!           | password by its name",
        "MOT_DE_PASSE     | Sommer2023!           | password by its name",
        "contraseña       | Sommer2023!           | password by its name",
        "パスワード          | Sommer2023!           | password by its name",
        "dbpassword       | kastanie              | password by its name",
        "WEBHOOK_SECRET   | shh-hooks-2021        | secret by its name",
        "PARTNER_API_KEY  | Hax4Be8jkvxps3ExMQfV  | token or key by its name",
        "CACHE_KEYS       | Hax4Be8jkvxps3ExMQfV  | nothing",
        "ADMIN_PIN        | 739164                | password by its name",
        "BASIC_AUTH       | staging:letmein-soon  | credentials by their name",
        "X1               | svvMPtteQUYoYbdZPj0I4QG3vgblyjTiSgsNJEbm | random value that looks like"
            + " a key",
      })
  void readsNames(String name, String value, String kind) {
    assertThat(SecretDetector.find(name, value).map(Suspicion::kind).orElse("nothing"))
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DB_PASSWORD          | arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-a1b2c3",
        "DB_PASSWORD          | {{resolve:secretsmanager:prod/db:SecretString:password}}",
        "DB_PASSWORD          | ${DB_PASSWORD}",
        "DB_PASSWORD          | /prod/db/password",
        "DB_PASSWORD          | changeme",
        "DB_PASSWORD          | orders-db-password",
        "DB_PASSWORD_SSM_PATH | prod-db-2-password",
        "API_KEY              | <your key>",
        "API_KEY_HEADER       | x-api-key-2",
        "API_KEY_ID           | Hax4Be8jkvxps3ExMQfV",
        "SECRET_NAME          | prod/db2",
        "KMS_KEY              | 2165b414-619c-44fa-9e8f-ec3f12cbbddb",
        "PRIMARY_KEY          | customerId2",
        "TOKEN_TTL            | 3600",
        "PASSWORD_MIN_LENGTH  | 12",
        "REQUIRE_PASSWORD     | sometimes",
        "GIT_COMMIT           | 8985118f0cba1d7df3e1fa5deae609a02a202636",
        "DATABASE_URL         | postgres://app@db.internal:5432/shop",
        "DATABASE_URL         | postgres://app:${PASSWORD}@db.internal:5432/shop",
        "MONKEY_NAME          | Bonobo2",
        "AWS_ACCESS_KEY_ID    | AKIA¦QSCZ4VPFTIVGZIPK",
      })
  void leavesWhatOnlyLooksLikeASecret(String name, String value) {
    assertThat(SecretDetector.find(name, value.replace("¦", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user\": \"app\", \"password\": \"%s\"}",
        "[{\"name\": \"API_TOKEN\", \"value\": \"%s\"}]",
        "{\"a\": {\"b\": [\"x\", {\"apiKey\": \"%s\"}]}}",
        "host=db;user=app;password=%s;encrypt=true",
        "LOG_LEVEL=info\nDB_PASSWORD=%s\nTZ=Europe/Madrid",
        "upstream:\n  url: https://geo.acme.example\n  token: %s\n",
        "- name: API_TOKEN\n  value: %s\n",
        "<server><username>ci</username><password>%s</password></server>",
        "<add key=\"DbPassword\" value=\"%s\"/>",
        "https://feeds.acme.example/daily?symbols=DAX&api-key=%s",
        "-Xmx1g -Dspring.datasource.password=%s",
        "curl -u exporter:%s https://pim.acme.example",
        "curl -H 'Authorization: Bearer %s' https://pim.acme.example",
        "redis://:%s@cache.internal:6379",
        "tickets:%s@tcp(db.internal:3306)/tickets",
        "{'user': 'app', 'password': '%s'}"
      })
  void looksIntoValues(String wrapping) {
    assertThat(SecretDetector.find("SETTINGS", wrapping.formatted(RANDOM))).isPresent();
    assertThat(SecretDetector.find("SETTINGS", base64(wrapping.formatted(RANDOM)))).isPresent();
    assertThat(SecretDetector.find("SETTINGS", wrapping.formatted("${LATER}"))).isEmpty();
  }

  @Test
  void findsProvidersFormatsUnderAnyName() {
    assertThat(SecretDetector.find("DOCS_URL", GITHUB))
        .map(Suspicion::kind)
        .contains("GitHub token");
    assertThat(SecretDetector.find("PARTS", "[\"a\", \"" + GITHUB + "\"]")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/prod/orders/db/password",
        "/prod/jwt/secret",
        "/prod/stripe/api-key",
        "/prod/api/key",
        "/prod/db/credentials",
        "clientSecret",
        "DB_PASSWORD_PROD",
        "/prod/db/connection-string"
      })
  void knowsNamesOfSecrets(String name) {
    assertThat(SecretDetector.isSecretName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/prod/secrets/db/host",
        "/prod/token/ttl",
        "/prod/db/secret-arn",
        "/prod/db/password-length",
        "/prod/api/url",
        "/prod/sort/key",
        "/prod/kms/key",
        "/prod/public/key",
        "/prod/monkey",
        "/prod/db/secret-name",
        "/prod/auth"
      })
  void leavesOtherNames(String name) {
    assertThat(SecretDetector.isSecretName(name)).isFalse();
  }

  @Test
  void neverTellsAnyOfTheValue() {
    // All kinds are written here or in formats.tsv: none can carry a value.
    var kinds =
        Stream.of(
                Formats.INSTANCE.all().stream().map(Format::kind),
                Stream.of(Meaning.values()).map(Meaning::kind),
                Stream.of(
                    "private key",
                    "recovery phrase of a wallet",
                    "token in a URL",
                    "password in an address",
                    "database password in a URL",
                    "cache password in a URL",
                    "broker password in a URL",
                    "mail password in a URL",
                    "password in a URL",
                    "token in an Authorization header",
                    "credentials in an Authorization header"))
            .flatMap(each -> each)
            .toList();

    for (var each : Variables.of("variables-tuning.tsv")) {
      var found = SecretDetector.find(each.name(), each.value());
      found.ifPresent(
          suspicion -> {
            assertThat(kinds).contains(suspicion.kind());
            assertThat(suspicion.length()).isEqualTo(each.value().length());
          });
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
