package dev.rampart.local.account;

import java.net.URI;
import java.util.Map;

/// Whose resources the functions look at.
public sealed interface Watched {
  /// Those of the emulated account that Rampart itself lives in.
  record Own() implements Watched {}

  /// Those of whatever answers at an address, such as another emulated account.
  record Endpoint(URI uri) implements Watched {}

  /// Those of a real account.
  ///
  /// @param credentials environment variables that hold them
  record Aws(String account, Map<String, String> credentials) implements Watched {
    public Aws {
      credentials = Map.copyOf(credentials);
    }
  }
}
