package dev.rampart.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The accounts from which AWS itself publishes layers. Nobody else can publish from them, so that
/// the account alone tells; the list says on which page of AWS each stands.
final class AwsLayers {
  private static final String LIST = "aws-layer-accounts.txt";
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Set<String> ACCOUNTS = read();

  private AwsLayers() {}

  static boolean comeFrom(String account) {
    return ACCOUNTS.contains(account);
  }

  private static Set<String> read() {
    try (InputStream list = Objects.requireNonNull(AwsLayers.class.getResourceAsStream(LIST))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(ACCOUNT.asMatchPredicate())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + LIST, e);
    }
  }
}
