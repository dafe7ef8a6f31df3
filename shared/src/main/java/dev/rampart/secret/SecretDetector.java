package dev.rampart.secret;

import java.util.Optional;

/// Finds secrets that are written in the open, as values of environment variables or by the names
/// of parameters.
///
/// Pure, without AWS and safe for use by many threads. Takes time in proportion to the length of
/// what it is given, whoever wrote it.
public final class SecretDetector {
  private SecretDetector() {}

  /// What secret a variable holds, if it seems to hold one.
  ///
  /// A value that is looked up elsewhere (an ARN, a dynamic reference, a path), that is encrypted,
  /// or that may be published (an id, a public key) is none. Nor is the id of an AWS access key:
  /// without its secret it opens nothing.
  public static Optional<Suspicion> find(String name, String value) {
    var kind = Search.look(Name.of(name), value, 0);
    return kind == null ? Optional.empty() : Optional.of(new Suspicion(kind, value.length()));
  }

  /// Whether what is called so is a secret, for a parameter whose value nobody reads.
  ///
  /// @param name a parameter's name such as `/prod/orders/db/password`, or a variable's
  public static boolean isSecretName(String name) {
    int slash = name.lastIndexOf('/');
    var last = Name.of(name.substring(slash + 1));
    // The place says what a bare `key` is: `/prod/jwt/key`.
    var read = last.isHead(Meaning.KEY) ? Name.of(name.replace('/', ' ')) : last;
    return read.head() && read.meaning().suffices();
  }
}
