package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBot.class)
final class SweepIT {
  private final Bot bot;
  private final Iam iam;

  SweepIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void learnsWhatIsGoodSoThatItComesBackExactly() {
    var api = new Rest(bot, bot.old.api());
    String before = api.state();
    Story told = api.story();

    api.opensTheMethod();

    told.isTold("FIXED", "UnauthenticatedMethod", "UpdateMethod");
    assertThat(api.state()).isEqualTo(before).contains("COGNITO_USER_POOLS", "[orders/read]");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void listsWhatIsWrongAlreadyInOneReport() {
    JsonNode facts = bot.firstReport.facts();
    List<String> found = new ArrayList<>();
    facts.path("found").forEach(each -> found.add(each.path("resource").asText()));

    assertThat(found)
        .containsExactlyInAnyOrder(Old.arn(Old.ROLE), Old.arn(Old.TAGGED), Old.arn(Old.COUNTED));
    assertThat(bot.firstReport.subject()).contains("open findings: 3");
    assertThat(facts.path("unread")).isEmpty();
    assertThat(reports(facts.path("sweep").asText())).isOne();
    assertThat(iam.rights(bot.story(Old.arn(Old.ROLE)))).containsEntry("legacy", Iam.EVERYTHING);
    // What the report lists is not told a second time.
    assertThat(bot.account.inbox().alerts())
        .noneMatch(each -> each.facts().at("/resource/arn").asText().equals(Old.arn(Old.ROLE)));
  }

  @Test
  void reportsOnceThoughTheTopicFailsAtFirst() {
    // A domain with little in it, since a sweep spreads its looks over time.
    new Function(bot);
    String sweep;
    try (var outage = bot.fails("rampart-lambda", "sns", "Publish", "InternalFailure", 500)) {
      sweep = bot.invoke("rampart-lambda", "{\"sweep\": true}").path("sweep").asText();
      outage.awaitFailedMessage();
    }

    await()
        .atMost(Bot.SOON)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(reports(sweep)).isOne());
    bot.settle();
    assertThat(reports(sweep)).isOne();
  }

  private long reports(String sweep) {
    return bot.account.inbox().alerts().stream()
        .filter(alert -> alert.facts().path("sweep").asText().equals(sweep))
        .count();
  }
}
