package dev.rampart.local.cli;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Writes the documentation that is made from the code.
@Command(
    name = "docs",
    description = "Write docs/guardrails.md anew from the code.",
    mixinStandardHelpOptions = true)
public final class DocsCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    var page = Checkout.find().root().resolve("docs/guardrails.md");
    Files.createDirectories(page.getParent());
    Files.writeString(page, Catalogue.page(Catalogue.functions()));
    System.out.println("rampart: wrote " + page);
    return 0;
  }
}
