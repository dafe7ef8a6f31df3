package dev.rampart.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The accounts from which AWS itself publishes layers, and news by SNS. Nobody else can publish
/// from them, so that the account alone tells; the lists say on which page of AWS each stands.
final class AwsAccounts {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Set<String> OF_LAYERS = read("aws-layer-accounts.txt");
  private static final Set<String> OF_TOPICS = read("aws-topic-accounts.txt");

  private AwsAccounts() {}

  static boolean publishLayers(String account) {
    return OF_LAYERS.contains(account);
  }

  static boolean publishTopics(String account) {
    return OF_TOPICS.contains(account);
  }

  private static Set<String> read(String name) {
    try (InputStream list = Objects.requireNonNull(AwsAccounts.class.getResourceAsStream(name))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(ACCOUNT.asMatchPredicate())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
