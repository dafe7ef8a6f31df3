package dev.rampart.function;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The accounts that the owner trusts like the own one. Nothing is cached: an edit works at once.
public final class TrustedAccounts {
  private static final String PARAMETER = "/rampart/trusted-accounts";
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  private final SsmClient settings;

  /// Reads them with this client.
  public TrustedAccounts(SsmClient settings) {
    this.settings = settings;
  }

  /// Reads them; none if the parameter is missing.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException as the client throws it
  public Set<String> read() {
    return settings.getParameters(get -> get.names(PARAMETER)).parameters().stream()
        .flatMap(parameter -> SEPARATOR.splitAsStream(parameter.value()))
        .filter(each -> ACCOUNT.matcher(each).matches())
        .collect(Collectors.toUnmodifiableSet());
  }
}
