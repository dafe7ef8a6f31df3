package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.emulator.Fault;
import dev.rampart.respond.Undo.Result.Refused;
import dev.rampart.respond.Undo.Result.Undone;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What one change broke alike is put right in one go.
final class TogetherTest {
  private final Bot bot = new Bot(List.of(new LostLabels()));

  @Test
  void partsThatStandAloneAreFixedAndToldTogether() {
    known(4);
    lose(4);
    assertThat(bot.changed("queue")).containsExactly("FIXED", "FIXED", "FIXED", "FIXED");
    assertThat(labels()).isEqualTo("label-0=text0 label-1=text1 label-2=text2 label-3=text3");
    JsonNode alert = bot.alerts().getFirst();
    assertThat(bot.told()).containsExactly("FIXED");
    assertThat(alert.path("detail").asText())
        .isEqualTo("label label-0 says nothing, and 3 more alike: label-1, label-2, label-3");
    assertThat(alert.path("done").asText())
        .isEqualTo(
            "Let label-0 say text0 again; let label-1 say text1 again; let label-2 say text2"
                + " again; and 1 more likewise.");
    assertThat(alert.path("fix").path("commands")).hasSize(4);
  }

  @Test
  void theyCountAsOneOfTheHoursFixes() {
    bot.maxFixesPerHour = 2; // one is kept for what is critical
    known(4);
    lose(4);
    assertThat(bot.changed("queue")).containsOnly("FIXED").hasSize(4);
  }

  @Test
  void moreThanFiftyTakeMoreThanOneFix() {
    known(60);
    lose(60);
    assertThat(bot.changed("queue")).containsOnly("FIXED").hasSize(60);
    assertThat(bot.told()).containsExactly("FIXED", "FIXED");
    assertThat(labels()).doesNotContain("nothing");
  }

  @Test
  void theyAreUndoneTogetherAndSparedTogether() {
    known(3);
    lose(3);
    bot.changed("queue");
    var undo = bot.undo(bot.alerts().getFirst().path("id").asText());
    assertThat(undo).isInstanceOf(Undone.class);
    assertThat(labels()).isEqualTo("label-0=nothing label-1=nothing label-2=nothing");
    assertThat(bot.changed("queue")).containsExactly("EXEMPT", "EXEMPT", "EXEMPT");
    assertThat(bot.undo(((Undone) undo).undo())).isInstanceOf(Undone.class);
    assertThat(labels()).isEqualTo("label-0=text0 label-1=text1 label-2=text2");
    assertThat(bot.told()).containsExactly("FIXED", "UNDONE", "UNDONE");
  }

  @Test
  void whatWasUndoneTogetherIsNeitherFixedAlongNorToldOneByOne() {
    known(5);
    lose(4);
    bot.changed("queue");
    bot.undo(bot.alerts().getFirst().path("id").asText());
    bot.pass(Duration.ofDays(8));
    lose(5);
    assertThat(bot.changed("queue"))
        .containsExactlyInAnyOrder("FIXED", "REPORTED", "REPORTED", "REPORTED", "REPORTED");
    assertThat(labels())
        .isEqualTo("label-0=nothing label-1=nothing label-2=nothing label-3=nothing label-4=text4");
    assertThat(bot.told()).containsExactlyInAnyOrder("FIXED", "UNDONE", "FIXED", "REPORTED");
  }

  @Test
  void nothingIsUndoneIfOneOfThemChangedSince() {
    known(3);
    lose(3);
    bot.changed("queue");
    bot.tag("queue", "label-2", "new");
    assertThat(bot.undo(bot.alerts().getFirst().path("id").asText()))
        .isInstanceOfSatisfying(
            Refused.class, each -> assertThat(each.why()).startsWith("label-2 changed since"));
    assertThat(labels()).isEqualTo("label-0=text0 label-1=text1 label-2=new");
  }

  @Test
  void whatIsExemptOrSparedIsLeftOut() {
    known(3);
    bot.parameter("/rampart/exemptions/LostLabels", TestQueues.id("queue").arn() + " label-1");
    lose(3);
    assertThat(bot.changed("queue")).containsExactlyInAnyOrder("FIXED", "FIXED", "EXEMPT");
    assertThat(labels()).isEqualTo("label-0=text0 label-1=nothing label-2=text2");
  }

  @Test
  void whatCannotBeFixedIsToldByItself() {
    known(2);
    lose(3);
    assertThat(bot.changed("queue")).containsExactlyInAnyOrder("FIXED", "FIXED", "REPORTED");
    assertThat(labels()).isEqualTo("label-0=text0 label-1=text1 label-2=nothing");
  }

  @Test
  void manyThatAreOnlyToldAreToldOnce() {
    known(6);
    bot.parameter("/rampart/auto-fix", "off");
    lose(6);
    assertThat(bot.changed("queue")).containsOnly("REPORTED").hasSize(6);
    assertThat(bot.told()).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("detail").asText())
        .startsWith("label label-0 says nothing, and 5 more alike: label-1, label-2");
    // Each is noted by itself, so that nobody hears of it again.
    assertThat(bot.changed("queue")).containsOnly("DEBT").hasSize(6);
    assertThat(bot.told()).hasSize(1);
  }

  @Test
  void fewThatAreOnlyToldAreToldEach() {
    known(3);
    bot.parameter("/rampart/auto-fix", "off");
    lose(3);
    bot.changed("queue");
    assertThat(bot.told()).containsExactly("REPORTED", "REPORTED", "REPORTED");
  }

  @Test
  void whatIsOverTheHoursLimitIsToldOnceAndFixedLater() {
    bot.maxFixesPerHour = 1;
    known(3);
    lose(3);
    assertThat(bot.changed("queue")).containsOnly("FIXED");
    bot.pass(Duration.ofMinutes(16));
    lose(3);
    assertThat(bot.changed("queue")).containsOnly("REPORTED").hasSize(3);
    assertThat(bot.told()).containsExactly("FIXED", "REPORTED");
    bot.settled();
    assertThat(bot.told()).containsExactly("FIXED", "REPORTED", "FIXED");
    assertThat(labels()).isEqualTo("label-0=text0 label-1=text1 label-2=text2");
  }

  @Test
  void ifAStepIsRefusedTheOthersAreFixedOneByOne() {
    known(3);
    lose(3);
    var function = bot.account.function("rampart-sqs").accessKeyId();
    bot.emulator().inject(new Fault("sqs", "TagQueue", function, null, null, 1, false, 0));
    bot.emulator().inject(new Fault("sqs", "TagQueue", function, "AccessDenied", 403, 1, false, 0));
    assertThat(bot.changed("queue")).containsExactly("FAILED", "FIXED", "FIXED");
    assertThat(labels()).isEqualTo("label-0=nothing label-1=text1 label-2=text2");
    assertThat(bot.told()).containsExactly("FAILED", "FIXED", "FIXED");
    bot.pass(Duration.ofMinutes(1));
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void aRunThatDiesInTheMiddleIsTakenUp() {
    known(3);
    lose(3);
    var envelope = Happened.call("TagQueue", "queue", Happened.PERSON, bot.now);
    bot.fixCrashes.afterWrite(2);
    assertThat(bot.delivered("queue", envelope)).contains("FIXED");
    assertThat(labels()).isEqualTo("label-0=text0 label-1=text1 label-2=text2");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  private void known(int count) {
    bot.queue("queue");
    label(count, "text");
    bot.changed("queue");
    bot.pass(Duration.ofMinutes(1));
  }

  private void lose(int count) {
    for (int i = 0; i < count; i++) {
      bot.tag("queue", "label-" + i, "nothing");
    }
  }

  private void label(int count, String text) {
    for (int i = 0; i < count; i++) {
      bot.tag("queue", "label-" + i, text + i);
    }
  }

  private String labels() {
    var tags =
        new TreeMap<>(bot.person.listQueueTags(get -> get.queueUrl(bot.url("queue"))).tags());
    tags.keySet().removeIf(each -> !each.startsWith("label-"));
    var text = tags.toString().replace(",", "");
    return text.substring(1, text.length() - 1);
  }
}
