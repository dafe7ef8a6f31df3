package dev.rampart.function;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The accounts and organizations that the owner trusts like the own ones. Nothing is cached: an
/// edit works at once.
public final class TrustedAccounts {
  private static final String PARAMETER = "/rampart/trusted-accounts";
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
  private static final Pattern ID = Pattern.compile("\\d{12}|o-[a-z0-9]{10,32}");

  private final SsmClient settings;

  /// Reads them with this client.
  public TrustedAccounts(SsmClient settings) {
    this.settings = settings;
  }

  /// Reads their ids; none if the parameter is missing.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException as the client throws it
  public Set<String> read() {
    return settings.getParameters(get -> get.names(PARAMETER)).parameters().stream()
        .flatMap(parameter -> SEPARATOR.splitAsStream(parameter.value()))
        .filter(each -> ID.matcher(each).matches())
        .collect(Collectors.toUnmodifiableSet());
  }
}
