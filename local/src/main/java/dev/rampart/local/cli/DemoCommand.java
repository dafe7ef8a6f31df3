package dev.rampart.local.cli;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Options;
import dev.rampart.local.demo.Demo;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Plays the whole story once.
@Command(
    name = "demo",
    description = "Watch Rampart work: breakages, fixes, alerts, the switch, undo.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    Checkout checkout = Checkout.find();
    var console = Console.standard();
    Path folder = Runs.begin(checkout, "demo");
    Options options =
        Options.in(checkout, folder)
            .withParameters(Map.of("AutoFix", "on", "AllowRestoreKeys", "true"))
            .withVisibility(10)
            .telling(text -> console.line(text + " …"));
    boolean verified = Demo.play(options, console);
    console.blank();
    console.line(
        verified
            ? "Everything shown was verified by another client. Logs: " + folder
            : "NOT everything was verified. Logs: " + folder);
    return verified ? 0 : 1;
  }
}
