package dev.rampart.tester;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rampart.emulator.Checkout;
import dev.rampart.emulator.Emulator;
import dev.rampart.emulator.RecordedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The emulated AWS account of this JVM: one process for all tests of a module, emptied for each.
public final class EmulatedAccount {
  /// The id of the emulated account.
  public static final String ID = "123456789012";

  /// The Region of the emulated account.
  public static final String REGION = "us-east-1";

  private final Emulator emulator;

  private EmulatedAccount(Emulator emulator) {
    this.emulator = emulator;
  }

  /// The account with nothing in it. Tests that use it must not run at the same time.
  public static EmulatedAccount empty() {
    var account = running();
    account.emulator.reset();
    return account;
  }

  /// The account as the last test left it.
  public static EmulatedAccount running() {
    return Holder.ACCOUNT;
  }

  /// A person with an access key of that name.
  public Caller person(String name) {
    return new Caller(emulator.endpoint(), name);
  }

  /// A deployed function of Rampart: CloudTrail sees its role's session.
  ///
  /// @param name the function's name, `rampart-iam`, which is also the name of its role
  public Caller function(String name) {
    var key = "FUNCTION-" + name;
    emulator.identify(Map.of(key, session(name, key)));
    return new Caller(emulator.endpoint(), key);
  }

  /// The emulator itself: faults, identities, events.
  public Emulator emulator() {
    return emulator;
  }

  /// Every call that a caller made since the account was emptied, reads too.
  public List<RecordedCall> callsOf(Caller caller) {
    return emulator.calls(0).stream()
        .filter(call -> call.accessKeyId().equals(caller.accessKeyId()))
        .toList();
  }

  /// The EventBridge events since the account was emptied, the oldest first.
  public List<JsonNode> events() {
    return emulator.events(0, Duration.ZERO).stream().map(Emulator.Numbered::event).toList();
  }

  private static JsonNode session(String role, String key) {
    var identity = JsonNodeFactory.instance.objectNode();
    identity.put("type", "AssumedRole");
    identity.put("principalId", "AROAEXAMPLEEXAMPLE123:" + role);
    identity.put("arn", "arn:aws:sts::%s:assumed-role/%s/%s".formatted(ID, role, role));
    identity.put("accountId", ID);
    identity.put("accessKeyId", key);
    identity
        .putObject("sessionContext")
        .putObject("sessionIssuer")
        .put("type", "Role")
        .put("arn", "arn:aws:iam::%s:role/%s".formatted(ID, role))
        .put("accountId", ID)
        .put("userName", role);
    return identity;
  }

  /// Started by the first test that needs it, ended with the JVM.
  private static final class Holder {
    static final EmulatedAccount ACCOUNT = new EmulatedAccount(start());

    private static Emulator start() {
      try {
        var folder = Files.createDirectories(Path.of("target").toAbsolutePath());
        var log = Files.createTempFile(folder, "emulator-", ".log");
        return Emulator.start(Checkout.find(), 0, log, System.err::println);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
