package dev.rampart.local.account;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.template.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// How a local account is started.
public final class Options {
  final Checkout checkout;
  final Path folder;
  Path template;
  int port;
  Map<String, String> parameters = Map.of();
  OptionalInt visibilitySeconds = OptionalInt.empty();
  Watched watched = new Watched.Own();
  String region = Deployment.REGION;
  boolean flowing = true;
  List<Path> functionClassPath = List.of();
  Map<String, String> functionEnvironment = Map.of();
  Consumer<String> progress = _ -> {};
  Consumer<Clients> before = _ -> {};

  private Options(Checkout checkout, Path folder) {
    this.checkout = checkout;
    this.folder = folder;
    this.template = checkout.template();
  }

  /// On a free port, as the template says.
  ///
  /// @param folder for logs
  public static Options in(Checkout checkout, Path folder) {
    return new Options(checkout, folder);
  }

  /// Port of the emulated account; 0 takes a free one.
  public Options onPort(int value) {
    port = value;
    return this;
  }

  /// Another template than the one Rampart is deployed with.
  public Options deploying(Path value) {
    template = value;
    return this;
  }

  /// Values for the template's parameters.
  public Options withParameters(Map<String, String> values) {
    parameters = Map.copyOf(values);
    return this;
  }

  /// How long a message that a function did not handle stays away, instead of the template's time.
  public Options withVisibility(int seconds) {
    visibilitySeconds = OptionalInt.of(seconds);
    return this;
  }

  /// Whose resources the functions look at; ledger, settings and alerts stay in the emulated
  /// account.
  public Options watching(Watched value) {
    watched = value;
    return this;
  }

  public Options inRegion(String value) {
    region = value;
    return this;
  }

  /// No event reaches a function by itself: somebody else invokes them.
  public Options withoutEvents() {
    flowing = false;
    return this;
  }

  /// Beside every function's jar and the environment that the template gives it.
  public Options withFunctions(List<Path> classPath, Map<String, String> environment) {
    functionClassPath = List.copyOf(classPath);
    functionEnvironment = Map.copyOf(environment);
    return this;
  }

  /// What is in the account before Rampart comes to it.
  public Options toAnAccountWith(Consumer<Clients> creating) {
    before = creating;
    return this;
  }

  /// Who hears what takes long.
  public Options telling(Consumer<String> listener) {
    progress = listener;
    return this;
  }
}
