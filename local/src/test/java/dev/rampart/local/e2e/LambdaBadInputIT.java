package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.local.account.AlertInbox.Alert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Functions that are gone, being updated, or changed by two at once: nothing is lost, and nothing
/// is left half done.
@ExtendWith(WithBot.class)
final class LambdaBadInputIT {
  private static final String FUNCTION = "rampart-lambda";

  private final Bot bot;
  @RegisterExtension final NoDeadLetters deadLetters;

  LambdaBadInputIT(Bot bot) {
    this.bot = bot;
    this.deadLetters = new NoDeadLetters(bot, FUNCTION);
  }

  @Test
  void looksAgainWhereAPolicyChangesBetweenReadAndWrite() {
    var function = new Function(bot);
    Story told = function.story();
    bot.emulator().inject(bot.slow(FUNCTION, "lambda", "RemovePermission", 1, 2));
    function.opens(null);
    // What the owner consents to is read when the last look before the fix is over.
    told.awaitCall(FUNCTION, "ssm:GetParameters");
    function.grants(null, add -> add.statementId("meanwhile").principal("123456789012"));

    told.awaitOutcome("FIXED");
    bot.settle();
    assertThat(function.statements())
        .hasSize(2)
        .anyMatch(each -> each.contains("\"meanwhile\""))
        .noneMatch(each -> each.contains("\"all\""));
    assertThat(told.allAlerts()).extracting(Alert::outcome).containsExactly("FIXED");
  }

  @Test
  void waitsForAnUpdateThatIsInProgress() {
    var function = new Function(bot);
    Story told = function.story();
    bot.emulator()
        .inject(
            Fault.once("lambda", "RemovePermission", "ResourceConflictException")
                .by(bot.account.accessKeyOf(FUNCTION)));
    function.opens(null);

    told.awaitOutcome("DEFERRED");
    told.awaitOutcome("FIXED");
    assertThat(told.allAlerts()).extracting(Alert::outcome).containsExactly("FIXED");
    assertThat(function.statements()).singleElement().asString().contains("\"api\"");
  }

  @Test
  void saysNothingOfAFunctionThatIsDeletedBeforeItLooks() {
    var function = new Function(bot);
    Story told = function.story();
    bot.emulator().inject(bot.slow(FUNCTION, "lambda", "GetPolicy", 1, 2));
    function.opens(null);
    function.isDeleted();

    told.awaitOutcome("GONE");
    assertThat(told.allAlerts()).isEmpty();
  }

  @Test
  void tellsOnceOfAFunctionThatIsDeletedDuringItsFix() {
    var function = new Function(bot);
    Story told = function.story();
    bot.emulator().inject(bot.slow(FUNCTION, "lambda", "RemovePermission", 1, 2));
    function.opens(null);
    // What the owner consents to is read when the last look before the fix is over.
    told.awaitCall(FUNCTION, "ssm:GetParameters");
    function.isDeleted();

    told.awaitAlert("FAILED");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void fixesOneOfTwentyAliases() {
    var function = new Function(bot);
    for (int i = 0; i < 20; i++) {
      function.hasAlias("alias-" + i);
    }
    bot.settle();
    Story told = function.story("alias-7");
    function.opens("alias-7");

    told.awaitOutcome("FIXED");
    assertThat(told.allAlerts()).hasSize(1);
    // However many aliases there are.
    assertThat(told.calls(FUNCTION).stream().filter(call -> call.service().equals("lambda")))
        .hasSizeLessThanOrEqualTo(12);
  }
}
