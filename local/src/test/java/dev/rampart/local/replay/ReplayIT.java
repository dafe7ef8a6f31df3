package dev.rampart.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.local.Checkout;
import dev.rampart.local.account.Options;
import dev.rampart.local.account.Watched;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.emulator.Emulator;
import dev.rampart.local.emulator.RecordedCall;
import dev.rampart.local.template.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand events of which each has its expected outcome.
final class ReplayIT {
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
      """;
  private static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
      """;

  private final List<Expected> thousand = new ArrayList<>();

  /// An event and what must come of it.
  ///
  /// @param outcome empty if no rule may match
  private record Expected(String event, String outcome, boolean bad) {}

  @Test
  void saysWhatItWouldHaveDoneAndChangesNothing(@TempDir Path folder) throws IOException {
    Checkout checkout = Checkout.find();
    try (Emulator watched = Emulator.start(checkout, 0, folder.resolve("watched.log"), _ -> {});
        var clients = new Clients(watched.endpoint(), Deployment.REGION, "AKIASEED")) {
      make(clients);
      Collections.shuffle(thousand, new Random(1));
      Path file = folder.resolve("events.jsonl");
      Files.write(file, thousand.stream().map(Expected::event).toList());
      watched.forgetCalls();

      List<ObjectNode> lines = new ArrayList<>();
      Options options =
          Options.in(checkout, folder).watching(new Watched.Endpoint(watched.endpoint()));
      Replay.run(options, folder, false, file, lines::add);

      check(lines);
      assertThat(watched.calls(0))
          .as("calls to the watched account")
          .isNotEmpty()
          .allMatch(RecordedCall::readOnly);
    }
  }

  private void check(List<ObjectNode> lines) {
    assertThat(thousand).hasSize(1000);
    assertThat(lines).hasSize(1001);
    for (int i = 0; i < thousand.size(); i++) {
      Expected expected = thousand.get(i);
      JsonNode line = lines.get(i);
      assertThat(line.path("line").asInt()).isEqualTo(i + 1);
      assertThat(line.path("errors").isEmpty()).as(line.toString()).isEqualTo(!expected.bad());
      assertThat(line.path("outcomes").valueStream().map(one -> one.path("outcome").asText()))
          .as("%s%n%s", expected, line)
          .isEqualTo(expected.outcome().isEmpty() ? List.of() : List.of(expected.outcome()));
    }
    JsonNode summary = lines.getLast().path("summary");
    assertThat(summary.path("writesToTheAccount").asInt()).isZero();
    assertThat(summary.at("/outcomes/REPORTED").asInt()).isEqualTo(200);
    assertThat(summary.path("bad").asInt()).isEqualTo(20);
  }

  private void make(Clients clients) {
    for (int i = 0; i < 200; i++) {
      // Made by the change at hand, so what is wrong with it is not old.
      thousand.add(
          new Expected(call("CreateRole", role(clients, "new" + i, true)), "REPORTED", false));
    }
    for (int i = 0; i < 50; i++) {
      thousand.add(
          new Expected(call("PutRolePolicy", role(clients, "old" + i, true)), "DEBT", false));
      thousand.add(new Expected(call("UpdateRoleDescription", "new" + i), "", false));
    }
    for (int i = 0; i < 150; i++) {
      thousand.add(
          new Expected(call("PutRolePolicy", role(clients, "good" + i, false)), "CLEAN", false));
    }
    for (int i = 0; i < 30; i++) {
      thousand.add(new Expected(call("PutRolePolicy", "gone" + i), "GONE", false));
    }
    for (int i = 0; i < 200; i++) {
      thousand.add(new Expected(call("GetRole", "new" + i), "", false));
    }
    for (int i = 0; i < 150; i++) {
      String failed =
          call("PutRolePolicy", "new" + i)
              .replace("\"eventID\"", "\"errorCode\": \"AccessDenied\", \"eventID\"");
      thousand.add(new Expected(failed, "", false));
    }
    for (int i = 0; i < 100; i++) {
      String foreign =
          call("PutBucketPolicy", "new" + i)
              .replace("iam.amazonaws", "s3.amazonaws")
              .replace("aws.iam", "aws.s3");
      thousand.add(new Expected(foreign, "", false));
    }
    for (int i = 0; i < 50; i++) {
      thousand.add(
          new Expected(
              call("CreateRole", "new" + i).replace("123456789012", "999999999999"), "", false));
    }
    for (int i = 0; i < 20; i++) {
      thousand.add(new Expected(i % 2 == 0 ? "{\"cut off" : "[\"not an event\"]", "", true));
    }
  }

  private static String role(Clients clients, String name, boolean open) {
    var iam = clients.iam();
    iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument(TRUST));
    if (open) {
      iam.putRolePolicy(put -> put.roleName(name).policyName("all").policyDocument(EVERYTHING));
    }
    return name;
  }

  private static String call(String operation, String role) {
    return """
    {"version": "0", "id": "%1$s", "detail-type": "AWS API Call via CloudTrail", \
    "source": "aws.iam", "account": "123456789012", "time": "%2$s", "region": "us-east-1", \
    "resources": [], "detail": {"eventVersion": "1.11", "userIdentity": {"type": "IAMUser", \
    "arn": "arn:aws:iam::123456789012:user/eve", "accountId": "123456789012", \
    "userName": "eve"}, "eventTime": "%2$s", "eventSource": "iam.amazonaws.com", \
    "eventName": "%3$s", "awsRegion": "us-east-1", "sourceIPAddress": "192.0.2.1", \
    "requestParameters": {"roleName": "%4$s", "policyName": "all"}, "eventID": "%1$s", \
    "recipientAccountId": "123456789012"}}\
    """
        .formatted(
            UUID.randomUUID(), Instant.now().truncatedTo(ChronoUnit.SECONDS), operation, role);
  }
}
