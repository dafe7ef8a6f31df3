package dev.rampart.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Options;
import dev.rampart.local.cli.Console;
import dev.rampart.local.demo.Demo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
  @Test
  void verifiesEverythingItShows(@TempDir Path folder) throws InterruptedException {
    var shown = new StringWriter();
    boolean verified =
        Demo.play(
            Options.in(Checkout.find(), folder)
                .withParameters(Map.of("AutoFix", "on", "AllowRestoreKeys", "true")),
            new Console(new PrintWriter(shown)));

    assertThat(verified).as(shown.toString()).isTrue();
  }
}
