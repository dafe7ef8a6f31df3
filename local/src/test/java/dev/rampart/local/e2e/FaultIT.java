package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.local.account.AlertInbox.Alert;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.Tag;

@ExtendWith(WithBot.class)
final class FaultIT {
  private static final String FUNCTION = "rampart-iam";

  private final Bot bot;
  private final Iam iam;

  FaultIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @ParameterizedTest
  @CsvSource({
    "iam, DeleteRolePolicy, Throttling, 400",
    "iam, GetRole, Throttling, 400",
    "iam, GetRolePolicy, ServiceFailure, 500"
  })
  void fixesOnceTheServiceAnswersAgain(String service, String operation, String error, int status) {
    Story role = iam.knownRole("throttled");
    try (var outage = bot.fails(FUNCTION, service, operation, error, status)) {
      iam.put(role, "debug", Iam.EVERYTHING);
      outage.awaitFailures(3);
      assertThat(role.alerts()).isEmpty();
    }

    role.awaitAlert("FIXED");
    assertThat(role.allAlerts()).hasSize(1);
    assertThat(iam.rights(role)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "UpdateItem, InternalServerError, 500",
    "TransactWriteItems, InternalServerError, 500",
    "PutItem, InternalServerError, 500",
    "*, AccessDeniedException, 400"
  })
  void writesNothingWithoutTheLedger(String operation, String error, int status) {
    Story role = iam.knownRole("unremembered");
    try (var outage = bot.fails(FUNCTION, "dynamodb", operation, error, status)) {
      iam.put(role, "debug", Iam.EVERYTHING);
      outage.awaitFailedMessage();
      assertThat(role.writes(FUNCTION)).isEmpty();
      assertThat(iam.rights(role)).containsEntry("debug", Iam.EVERYTHING);
    }

    role.awaitAlert("FIXED");
    assertThat(role.allAlerts()).hasSize(1);
    assertThat(iam.rights(role)).isEmpty();
  }

  @Test
  void tellsOnceThatTheFixIsDenied() {
    Story role = iam.knownRole("denied");
    try (var _ = bot.fails(FUNCTION, "iam", "DeleteRolePolicy", "AccessDenied", 403)) {
      iam.put(role, "debug", Iam.EVERYTHING);

      Alert alert = role.isTold("FAILED", "WildcardPolicy", "PutRolePolicy");
      assertThat(alert.facts().path("why").asText()).contains("AccessDenied");
      assertThat(role.allAlerts()).hasSize(1);
      assertThat(iam.rights(role)).containsOnlyKeys("debug");
    }
    Story later = bot.story(role.arn());

    touch(later);

    later.awaitAlert("FIXED");
    assertThat(iam.rights(later)).isEmpty();
    assertThat(later.allAlerts()).hasSize(1);
  }

  @Test
  void writesNothingWhenTheOwnersWillCannotBeRead() {
    Story role = iam.knownRole("unasked");
    try (var _ = bot.fails(FUNCTION, "ssm", "*", "InternalServerError", 500)) {
      iam.put(role, "debug", Iam.EVERYTHING);

      Alert alert = role.isTold("REPORTED", "WildcardPolicy", "PutRolePolicy");
      assertThat(alert.facts().path("why").asText()).contains("cannot be read", "writes nothing");
      assertThat(role.allAlerts()).hasSize(1);
      assertThat(role.writes(FUNCTION)).isEmpty();
      assertThat(iam.rights(role)).containsOnlyKeys("debug");
    }
    Story later = bot.story(role.arn());

    touch(later);

    later.awaitAlert("FIXED");
    assertThat(iam.rights(later)).isEmpty();
  }

  @Test
  void tellsOfAFixOnceTheTopicAnswersAgain() {
    Story role = iam.knownRole("untold");
    try (var outage = bot.fails(FUNCTION, "sns", "Publish", "InternalFailure", 500)) {
      iam.put(role, "debug", Iam.EVERYTHING);
      outage.awaitFailedMessage();
      assertThat(iam.rights(role)).isEmpty();
    }

    role.awaitAlert("FIXED");
    assertThat(role.allAlerts()).hasSize(1);
    assertThat(role.writes(FUNCTION)).containsExactly("iam:DeleteRolePolicy");
  }

  @ParameterizedTest
  @CsvSource({
    "iam, DeleteRolePolicy, ServiceFailure, 1",
    "iam, DeleteRolePolicy, ServiceFailure, 9",
    "dynamodb, PutItem, InternalServerError, 1",
    "dynamodb, TransactWriteItems, InternalServerError, 1",
    "dynamodb, UpdateItem, InternalServerError, 1"
  })
  void doesNothingTwiceWhenAnswersAreLost(
      String service, String operation, String error, int times) {
    Story role = iam.knownRole("lost");
    bot.emulator()
        .inject(
            new Fault(
                service, operation, bot.account.accessKeyOf(FUNCTION), error, 500, times, true, 0));

    iam.put(role, "debug", Iam.EVERYTHING);

    role.awaitAlert("FIXED");
    bot.settle();
    bot.emulator().clearFaults();
    assertThat(role.allAlerts()).hasSize(1);
    assertThat(iam.rights(role)).isEmpty();
  }

  @Test
  void givesEveryCopyOfAnAlertTheSameId() {
    Story role = iam.knownRole("copies");
    bot.emulator()
        .inject(
            Fault.once("sns", "Publish", "InternalFailure")
                .by(bot.account.accessKeyOf(FUNCTION))
                .afterTheCall());

    iam.put(role, "debug", Iam.EVERYTHING);

    role.awaitAlert("FIXED");
    // The topic took it and said that it did not, so it goes out again: people can tell by the id.
    var ids = new HashSet<String>();
    role.allAlerts().forEach(alert -> ids.add(alert.facts().path("id").asText()));
    assertThat(ids).hasSize(1);
  }

  private void touch(Story role) {
    bot.eve
        .iam()
        .tagRole(
            tag ->
                tag.roleName(Iam.nameOf(role))
                    .tags(Tag.builder().key("team").value("shop").build()));
  }
}
