package dev.rampart.local.account;

import dev.rampart.local.Checkout;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// How a local account is started.
///
/// @param port of the emulated account; 0 takes a free one
/// @param parameters of the template
/// @param visibilitySeconds how long a message that a function did not handle stays away, instead
///   of the template's
/// @param watched another account whose resources the functions look at, while the ledger, settings
///   and alerts stay here
/// @param functionClassPath in front of every function's jar
/// @param functionEnvironment beside the template's
/// @param folder for logs
public record Options(
    Checkout checkout,
    int port,
    Map<String, String> parameters,
    OptionalInt visibilitySeconds,
    Optional<URI> watched,
    List<Path> functionClassPath,
    Map<String, String> functionEnvironment,
    Path folder,
    Consumer<String> progress) {
  public Options {
    parameters = Map.copyOf(parameters);
    functionClassPath = List.copyOf(functionClassPath);
    functionEnvironment = Map.copyOf(functionEnvironment);
  }

  /// On a free port, as the template says.
  public static Options in(Checkout checkout, Path folder) {
    return new Options(
        checkout,
        0,
        Map.of(),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        folder,
        _ -> {});
  }

  public Options onPort(int chosen) {
    return new Options(
        checkout,
        chosen,
        parameters,
        visibilitySeconds,
        watched,
        functionClassPath,
        functionEnvironment,
        folder,
        progress);
  }

  public Options withParameters(Map<String, String> values) {
    return new Options(
        checkout,
        port,
        values,
        visibilitySeconds,
        watched,
        functionClassPath,
        functionEnvironment,
        folder,
        progress);
  }

  public Options withVisibility(int seconds) {
    return new Options(
        checkout,
        port,
        parameters,
        OptionalInt.of(seconds),
        watched,
        functionClassPath,
        functionEnvironment,
        folder,
        progress);
  }

  public Options watching(URI endpoint) {
    return new Options(
        checkout,
        port,
        parameters,
        visibilitySeconds,
        Optional.of(endpoint),
        functionClassPath,
        functionEnvironment,
        folder,
        progress);
  }

  public Options withFunctions(List<Path> classPath, Map<String, String> environment) {
    return new Options(
        checkout,
        port,
        parameters,
        visibilitySeconds,
        watched,
        classPath,
        environment,
        folder,
        progress);
  }

  public Options telling(Consumer<String> listener) {
    return new Options(
        checkout,
        port,
        parameters,
        visibilitySeconds,
        watched,
        functionClassPath,
        functionEnvironment,
        folder,
        listener);
  }
}
