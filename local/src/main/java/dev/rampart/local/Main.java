package dev.rampart.local;

import dev.rampart.local.cli.DemoCommand;
import dev.rampart.local.cli.DocsCommand;
import dev.rampart.local.cli.EmulatorCommand;
import dev.rampart.local.cli.InvokeCommand;
import dev.rampart.local.cli.JudgeCommand;
import dev.rampart.local.cli.NarrowCommand;
import dev.rampart.local.cli.ReplayCommand;
import dev.rampart.local.cli.UpCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What `./rampart` runs once everything is built.
@Command(
    name = "rampart",
    description = "Rampart in an AWS account on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      ReplayCommand.class,
      InvokeCommand.class,
      JudgeCommand.class,
      NarrowCommand.class,
      EmulatorCommand.class,
      DocsCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    var line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (problem, command, _) -> {
          // A person reads this; whoever wants the stack trace asks for it.
          command.getErr().println("rampart: " + problem.getMessage());
          if (System.getenv("RAMPART_DEBUG") != null) {
            problem.printStackTrace(command.getErr());
          }
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
