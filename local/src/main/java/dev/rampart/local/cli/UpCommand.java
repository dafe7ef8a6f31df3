package dev.rampart.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox;
import dev.rampart.local.account.Listener;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.account.Options;
import dev.rampart.local.demo.Scene;
import dev.rampart.local.queue.QueuePump;
import dev.rampart.local.route.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/// Leaves the account running, so that a person can break things and watch.
@Command(
    name = "up",
    description = "Start an AWS account on this machine with Rampart in it, and keep it running.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "4599",
      description = "Port of the account, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--auto-fix",
      defaultValue = "on",
      description = "on or off: may Rampart fix? Default: ${DEFAULT-VALUE}.")
  private String autoFix = "on";

  @Option(
      names = "--restore",
      defaultValue = "true",
      description = {
        "May Rampart do what takes rights that grant: put back what was there, move secrets?",
        "Default: ${DEFAULT-VALUE}."
      })
  private boolean restore;

  @Option(
      names = "--empty",
      description = {
        "Begin with nothing. Otherwise the account is in use before Rampart comes: REST and HTTP",
        "API, function, layer, secret, key, roles and policies, some of them wrong."
      })
  private boolean empty;

  @Option(names = "--json", description = "One JSON line per outcome, and nothing else.")
  private boolean json;

  @Option(names = "--alerts", description = "Also print every alert as its subscribers get it.")
  private boolean alerts;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checkout checkout = Checkout.find();
    var console = Console.standard();
    Path folder = Runs.begin(checkout, "up");
    Options options =
        Options.in(checkout, folder)
            .onPort(port)
            .withParameters(parameters())
            // Nobody wants to wait six minutes for a message that a killed function left behind.
            .withVisibility(30)
            .telling(this::progress);
    if (!empty) {
      options.toAnAccountWith(Scene::new);
    }
    progress("starting the account");
    Account account = Account.start(options);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ended.countDown();
                  account.close();
                },
                "stop-account"));
    account.listen(json ? new JsonLines(console, new Looks()) : new Narrator(console, new Looks()));
    progress("starting the functions");
    account.warm();
    account.sweep();
    InvokeCommand.remember(checkout, account.endpoint());
    if (!json) {
      introduce(console, account, folder);
    }
    if (alerts) {
      Thread.ofVirtual().start(() -> printAlerts(console, account, ended));
    }
    ended.await();
    return 0;
  }

  private Map<String, String> parameters() {
    String allowed = String.valueOf(restore);
    return Map.of(
        "AutoFix",
        autoFix,
        "AllowRestoreIam",
        allowed,
        "AllowRestoreLambda",
        allowed,
        "AllowRestoreKeys",
        allowed,
        "AllowMoveSecrets",
        allowed);
  }

  private void progress(String text) {
    System.err.println("rampart: " + text + " …");
  }

  private static void introduce(Console console, Account account, Path folder) {
    console.blank();
    console.line(
        "An AWS account is up at "
            + account.endpoint()
            + " with Rampart in it. Try, in another terminal:");
    console.blank();
    console.indented(
        """
        export AWS_ENDPOINT_URL=%s AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIAYOU AWS_SECRET_ACCESS_KEY=x
        aws iam create-role --role-name app --assume-role-policy-document \\
          '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}'
        aws iam put-role-policy --role-name app --policy-name all --policy-document \\
          '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
        aws iam list-role-policies --role-name app
        aws apigateway get-rest-apis --query 'items[].[id,name]'    # there before Rampart came
        aws ssm put-parameter --overwrite --name /rampart/auto-fix --value off
        aws lambda invoke --function-name rampart-iam --cli-binary-format raw-in-base64-out \\
          --payload '{"sweep":true}' out.json    # or: ./rampart invoke rampart-iam '{"sweep":true}'
        """
            .formatted(account.endpoint()));
    console.blank();
    console.line("Logs of the functions: " + folder + ". Ctrl-C ends it all.");
    console.blank();
  }

  private static void printAlerts(Console console, Account account, CountDownLatch ended) {
    int seen = 0;
    try {
      while (ended.getCount() > 0) {
        var found = account.inbox().await(seen, _ -> true, Duration.ofSeconds(1));
        if (found.isPresent()) {
          AlertInbox.Alert alert = account.inbox().alerts().get(seen++);
          console.event("alert: " + alert.subject());
          console.indented(
              alert.facts().isMissingNode() ? alert.text() : alert.facts().toPrettyString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SdkException e) {
      // The account has ended.
    }
  }

  /// One JSON line per outcome.
  private record JsonLines(Console console, Looks looks) implements Listener {
    @Override
    public void outcome(LoggedOutcome outcome) {
      if (!looks.isNew(outcome)) {
        return;
      }
      ObjectNode line = outcome.toJson();
      line.put("function", outcome.function());
      console.line(line.toString());
    }

    @Override
    public void problem(String what) {
      System.err.println("rampart: " + what);
    }
  }

  /// Tells a person what happens.
  private record Narrator(Console console, Looks looks) implements Listener {
    @Override
    public void delivered(Router.Delivery delivery) {
      console.event(Wording.delivery(delivery));
    }

    @Override
    public void outcome(LoggedOutcome outcome) {
      if (looks.isNew(outcome)) {
        console.event("  " + Wording.outcome(outcome));
      }
    }

    @Override
    public void handled(QueuePump.Batch batch) {
      if (batch.failed() > 0) {
        console.event(
            "  %s could not handle %d of %d: %s"
                .formatted(
                    batch.function(), batch.failed(), batch.messages(), batch.end().summary()));
      }
    }

    @Override
    public void problem(String what) {
      System.err.println("rampart: " + what);
    }
  }
}
