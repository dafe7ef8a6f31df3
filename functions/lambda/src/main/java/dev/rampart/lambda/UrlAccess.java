package dev.rampart.lambda;

import java.util.List;

/// How a URL tells who calls, with what the policy says about calls to it.
///
/// @param url the address
/// @param authType `AWS_IAM` if callers have to sign, `NONE` if not
/// @param permissions the statements of the same qualifier's policy that say something about calls
///   to this URL; not read where callers have to sign, because nobody gets in unsigned then
public record UrlAccess(String url, String authType, List<Permission> permissions) {
  static final String SIGNED = "AWS_IAM";

  public UrlAccess {
    permissions = List.copyOf(permissions);
  }
}
