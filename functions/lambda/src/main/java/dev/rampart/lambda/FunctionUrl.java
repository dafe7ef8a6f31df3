package dev.rampart.lambda;

import java.util.List;

/// A URL of a function or alias, with what its policy says about calls to it.
///
/// @param qualifier the alias; empty for the function itself
/// @param url the address
/// @param authType `AWS_IAM` if callers have to sign, `NONE` if not
/// @param permissions the statements of the same qualifier's policy that say something about calls
///   to this URL
public record FunctionUrl(
    String qualifier, String url, String authType, List<Permission> permissions) {
  public FunctionUrl {
    permissions = List.copyOf(permissions);
  }

  /// What it is called in alerts and in the ledger: the alias, or `$LATEST`.
  public String key() {
    return qualifier.isEmpty() ? "$LATEST" : qualifier;
  }
}
