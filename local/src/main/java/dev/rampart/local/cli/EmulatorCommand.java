package dev.rampart.local.cli;

import dev.rampart.emulator.Checkout;
import dev.rampart.emulator.Emulator;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Only the emulated account, without Rampart: something to seed and to replay against.
@Command(
    name = "emulator",
    description = "Start only the emulated AWS account, without Rampart.",
    mixinStandardHelpOptions = true)
public final class EmulatorCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the account, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Checkout checkout = Checkout.find();
    Path folder = Runs.begin(checkout, "emulator");
    Emulator emulator =
        Emulator.start(
            checkout,
            port,
            folder.resolve("emulator.log"),
            text -> System.err.println("rampart: " + text + " …"));
    // The endpoint alone on standard output, for scripts.
    System.out.println(emulator.endpoint());
    new CountDownLatch(1).await();
    return 0;
  }
}
