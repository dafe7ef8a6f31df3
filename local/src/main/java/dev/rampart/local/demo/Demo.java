package dev.rampart.local.demo;

import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.account.Listener;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.account.Options;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.cli.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Plays the story and checks everything that it shows with another client's eyes.
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern UNDO =
      Pattern.compile("--function-name (\\S+).*--payload '([^']*)'");

  private final Account account;
  private final List<Act> acts;
  private final Console console;
  private final Clients person;
  private final Clients auditor;
  private final List<LoggedOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final List<Result> results = new ArrayList<>();
  private int seen;

  private Demo(Account account, List<Act> acts, Console console) {
    this.account = account;
    this.acts = acts;
    this.console = console;
    this.person = account.person("AKIAEVE0000000000000", "Developer", "eve@example.com");
    this.auditor = account.person("AKIAAUDITOR000000000", "Auditor", "audit@example.com");
    account.listen(
        new Listener() {
          @Override
          public void outcome(LoggedOutcome outcome) {
            outcomes.add(outcome);
          }

          @Override
          public void logged(String function, String line) {
            logged.add(line);
          }

          @Override
          public void problem(String what) {
            console.line("  ! " + what);
          }
        });
  }

  /// Starts an account with something in it, plays, and ends.
  ///
  /// @return whether everything shown was verified
  public static boolean play(Options options, Console console) throws InterruptedException {
    var scene = new AtomicReference<Scene>();
    options.toAnAccountWith(clients -> scene.set(new Scene(clients)));
    console.line("Starting an emulated AWS account and Rampart in it …");
    try (Account account = Account.start(options)) {
      account.warm();
      return new Demo(account, Objects.requireNonNull(scene.get()).acts(), console).play();
    }
  }

  private boolean play() throws InterruptedException {
    learn();
    Optional<Alert> last = Optional.empty();
    for (Act act : acts) {
      last = answered(act);
    }
    onlyAlerts();
    undo(last);
    touchesDebt();
    changesCode();
    summarize();
    return results.stream().allMatch(Result::verified);
  }

  private void learn() throws InterruptedException {
    heading("Rampart is installed in an account that is in use, and looks around");
    begin();
    account.sweep();
    Optional<Alert> report = await(alert -> alert.facts().has("sweep"));
    boolean knowsDebt =
        report.isPresent()
            && report.get().facts().path("found").toString().contains(IamScene.LEGACY);
    report.ifPresent(
        alert -> {
          console.indented(alert.subject());
          alert
              .facts()
              .path("found")
              .forEach(
                  found ->
                      console.indented(
                          "open: %s %s: %s"
                              .formatted(
                                  found.path("guardrail").asText(),
                                  found.path("resource").asText(),
                                  found.path("detail").asText())));
        });
    end(new Result("first look", "SWEEP_REPORT", Optional.empty(), knowsDebt));
  }

  private Optional<Alert> answered(Act act) throws InterruptedException {
    heading(act.guardrail() + ": eve " + act.deed());
    begin();
    Instant start = Instant.now();
    act.does().accept(person);
    Optional<Alert> alert =
        await(
            one -> one.outcome().equals(act.outcome()) && one.guardrail().equals(act.guardrail()));
    boolean right = becomes(() -> act.isRight().test(auditor)) && keeps(act.unsaid());
    Duration time = Duration.between(start, Instant.now());
    alert.ifPresent(this::show);
    console.line("  read by another client: " + act.right() + ": " + (right ? "yes" : "NO"));
    end(
        new Result(
            act.guardrail() + ": " + act.deed(),
            alert.map(Alert::outcome).orElse("no alert"),
            Optional.of(time),
            right && alert.isPresent()));
    return alert;
  }

  /// Whether neither people nor logs were told it.
  private boolean keeps(String secret) {
    return secret.isEmpty()
        || (account.inbox().alerts().stream().noneMatch(alert -> alert.text().contains(secret))
            && logged.stream().noneMatch(line -> line.contains(secret)));
  }

  private void onlyAlerts() throws InterruptedException {
    heading("Auto-fix is switched off: the same act is only told");
    begin();
    toggle("off");
    IamScene.addWildcard(person);
    Optional<Alert> alert =
        await(one -> one.outcome().equals("REPORTED") && one.guardrail().equals("WildcardPolicy"));
    settle();
    boolean left = IamScene.inline(auditor, IamScene.ROLE).equals(List.of("orders", "quick-fix"));
    alert.ifPresent(this::show);
    console.line("  read by another client: the policy is still there: " + (left ? "yes" : "NO"));
    end(
        new Result(
            "auto-fix off: eve adds the policy again",
            alert.map(Alert::outcome).orElse("no alert"),
            Optional.empty(),
            left && alert.isPresent()));
    person.iam().deleteRolePolicy(delete -> delete.roleName(IamScene.ROLE).policyName("quick-fix"));
    toggle("on");
    settle();
  }

  /// With the command that the alert gave.
  private void undo(Optional<Alert> fix) throws InterruptedException {
    heading("A person wants it that way, and takes the last fix back as its alert says");
    begin();
    String command = fix.map(alert -> alert.facts().path("undo").asText()).orElse("");
    console.indented(command);
    Matcher parts = UNDO.matcher(command);
    if (!parts.find()) {
      end(new Result("undo", "no command in the alert", Optional.empty(), false));
      return;
    }
    String payload = parts.group(2).replace("…", "agreed with security");
    String answer =
        person
            .lambda()
            .invoke(
                invoke ->
                    invoke.functionName(parts.group(1)).payload(SdkBytes.fromUtf8String(payload)))
            .payload()
            .asUtf8String();
    console.line("  answer: " + answer);
    Optional<Alert> alert = await(one -> one.outcome().equals("UNDONE"));
    settle();
    // Rampart sees its own undo as a change; it must leave it alone.
    boolean open = LambdaScene.isOpen(auditor);
    alert.ifPresent(this::show);
    console.line(
        "  read by another client: the statement is back, and stays: " + (open ? "yes" : "NO"));
    end(
        new Result(
            "undo of the last fix",
            alert.map(Alert::outcome).orElse(answer),
            Optional.empty(),
            open && alert.isPresent()));
  }

  private void touchesDebt() throws InterruptedException {
    heading("eve touches a role that has been wrong for years: it is left alone");
    begin();
    outcomes.clear();
    IamScene.touchLegacy(person);
    boolean told =
        becomes(
            () ->
                outcomes.stream()
                    .anyMatch(
                        one ->
                            one.outcome().equals("DEBT")
                                && one.resource().endsWith(IamScene.LEGACY)));
    settle();
    boolean left = IamScene.inline(auditor, IamScene.LEGACY).equals(List.of("all", "orders"));
    console.line(
        "  read by another client: all its policies are still there: " + (left ? "yes" : "NO"));
    end(
        new Result(
            "existing debt is touched",
            told ? "DEBT" : "nothing said",
            Optional.empty(),
            left && told));
  }

  /// The last part: to count what else is like it, Rampart keeps a message for minutes, so that the
  /// account does not come to rest.
  private void changesCode() throws InterruptedException {
    heading("The owner says who deploys: the pipeline does, and then eve uploads other code");
    begin();
    set("/rampart/deploy-roles", "Pipeline");
    try (Clients pipeline = account.person("AKIAPIPELINE00000000", "Pipeline", "release-42")) {
      CodeScene.upload(pipeline, "def handler(event, context): return 'release 42'");
    }
    settle();
    CodeScene.upload(person, "def handler(event, context): return 'what eve wants'");
    String hash = CodeScene.hash(auditor);
    Optional<Alert> alert = await(Demo::isOfCode);
    boolean told =
        alert.isPresent()
            && alert.get().outcome().equals("REPORTED")
            && alert.get().facts().path("detail").asText().contains(hash)
            && account.inbox().alerts().stream().filter(Demo::isOfCode).count() == 1;
    alert.ifPresent(this::show);
    boolean left = CodeScene.hash(auditor).equals(hash);
    console.line(
        "  read by another client: the alert names the code that is there: "
            + (told && left ? "yes" : "NO"));
    end(
        new Result(
            "CodeChangedOutOfBand: eve uploads other code, the pipeline is not told of",
            alert.map(Alert::outcome).orElse("no alert"),
            Optional.empty(),
            told && left));
  }

  private static boolean isOfCode(Alert alert) {
    return alert.guardrail().equals("CodeChangedOutOfBand");
  }

  private void toggle(String value) {
    set("/rampart/auto-fix", value);
  }

  private void set(String parameter, String value) {
    account
        .operator()
        .ssm()
        .putParameter(
            put -> put.name(parameter).value(value).type(ParameterType.STRING).overwrite(true));
    console.line("  aws ssm put-parameter --overwrite --name " + parameter + " --value " + value);
  }

  private void settle() {
    account.settle(PATIENCE);
  }

  private void begin() {
    seen = account.inbox().alerts().size();
  }

  private Optional<Alert> await(Predicate<Alert> wanted) throws InterruptedException {
    return account.inbox().await(seen, wanted, PATIENCE);
  }

  private static boolean becomes(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  private void heading(String text) {
    console.blank();
    console.line("── " + text);
  }

  private void show(Alert alert) {
    console.line("  the alert:");
    AlertCard.of(alert).lines().forEach(line -> console.line("  │ " + line));
  }

  private void end(Result result) {
    results.add(result);
  }

  private void summarize() {
    console.blank();
    console.line("%-78s  %-12s  %8s  %s".formatted("", "outcome", "time", "verified"));
    for (Result result : results) {
      console.line(
          "%-78s  %-12s  %8s  %s"
              .formatted(
                  shortened(result.what()),
                  result.outcome(),
                  result.time().map(Demo::seconds).orElse(""),
                  result.verified() ? "yes" : "NO"));
    }
  }

  private static String seconds(Duration time) {
    return "%.2f s".formatted(time.toMillis() / 1000.0);
  }

  private static String shortened(String text) {
    return text.length() <= 78 ? text : text.substring(0, 77) + "…";
  }
}
