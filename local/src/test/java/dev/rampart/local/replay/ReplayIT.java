package dev.rampart.local.replay;

import static dev.rampart.local.replay.Recording.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import dev.rampart.emulator.Emulator;
import dev.rampart.local.account.Options;
import dev.rampart.local.account.Watched;
import dev.rampart.local.aws.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A thousand recorded events against an account in which a few hundred things are wrong.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplayIT {
  private static final int EVENTS = 1000;

  private final Recording recording = new Recording();
  private Emulator emulator;

  @BeforeAll
  void seed(@TempDir Path folder) throws IOException {
    emulator = Emulator.start(Checkout.find(), 0, folder.resolve("seeded.log"), progress -> {});
    try (var clients = new Clients(emulator.endpoint(), "us-east-1", "AKIASEEDER")) {
      var seeded = new Seeded(clients);
      violations(seeded);
      compliant(seeded);
    }
    nothingToLookAt();
  }

  @AfterAll
  void stop() {
    emulator.close();
  }

  @Test
  void saysOfEachEventWhatIsExpectedAndWritesNothing(@TempDir Path folder) throws IOException {
    var lines = recording.shuffled();
    assertThat(lines).hasSize(EVENTS);
    var file = folder.resolve("events.jsonl");
    Files.write(file, lines.stream().map(Recording.Line::text).toList());
    var before = emulator.calls(0).size();

    var answers = new ArrayList<ObjectNode>();
    Replay.run(
        Options.in(Checkout.find(), folder.resolve("run"))
            .watching(new Watched.Endpoint(emulator.endpoint())),
        folder.resolve("run"),
        false,
        file,
        answers::add);

    assertThat(answers).hasSize(EVENTS + 1);
    for (int i = 0; i < EVENTS; i++) {
      assertThat(said(answers.get(i))).as(lines.get(i).text()).isEqualTo(lines.get(i).expected());
    }
    var summary = answers.getLast().path("summary");
    assertThat(summary.path("events").asInt()).isEqualTo(EVENTS);
    assertThat(summary.path("writesToTheAccount").asInt()).isZero();
    assertThat(emulator.calls(0).stream().skip(before).filter(each -> !each.readOnly()))
        .as("writes that the account itself saw")
        .isEmpty();
  }

  private static Recording.Expected said(JsonNode answer) {
    var outcomes = new ArrayList<String>();
    for (var outcome : answer.path("outcomes")) {
      var guardrail = outcome.path("guardrail").asText();
      var word = outcome.path("outcome").asText();
      outcomes.add(guardrail.isEmpty() ? word : guardrail + " " + word);
    }
    var function = answer.path("function").asText("");
    var bad = !answer.path("errors").isEmpty() && answer.path("matchedRules").isEmpty();
    return new Recording.Expected(function.equals("null") ? "" : function, outcomes, bad);
  }

  /// Each is hit by one event at least. What nobody saw before is old debt; what the event created
  /// is new, and told because auto-fix is off.
  private void violations(Seeded seeded) {
    for (int i = 0; i < 40; i++) {
      var role = "wide-" + i;
      seeded.roleWithPolicy(role, true);
      var put = call("iam", "PutRolePolicy", Map.of("roleName", role, "policyName", "app"));
      recording.looked(put, "rampart-iam", "WildcardPolicy DEBT");
    }
    for (int i = 0; i < 40; i++) {
      var role = "born-wide-" + i;
      seeded.roleWithPolicy(role, true);
      var create = call("iam", "CreateRole", Map.of("roleName", role));
      recording.looked(create, "rampart-iam", "WildcardPolicy REPORTED");
    }
    for (int i = 0; i < 30; i++) {
      var arn = seeded.policy("wide-policy-" + i, true);
      var version = call("iam", "CreatePolicyVersion", Map.of("policyArn", arn));
      recording.lookedPlain(version, "rampart-iam", "WildcardPolicy DEBT");
    }
    for (int i = 0; i < 60; i++) {
      var name = "open-" + i;
      seeded.function(name, true);
      var add = call("lambda", "AddPermission20150331v2", Map.of("functionName", name));
      recording.looked(add, "rampart-lambda", "PublicFunctionPolicy DEBT");
    }
    for (int i = 0; i < 50; i++) {
      var id = seeded.api("open-api-" + i, true);
      var update = call("apigateway", "UpdateMethod", Map.of("restApiId", id));
      recording.looked(update, "rampart-apigateway", "UnauthenticatedMethod DEBT");
    }
  }

  private void compliant(Seeded seeded) {
    for (int i = 0; i < 40; i++) {
      var role = "narrow-" + i;
      seeded.roleWithPolicy(role, false);
      var put = call("iam", "PutRolePolicy", Map.of("roleName", role, "policyName", "app"));
      recording.looked(put, "rampart-iam", "CLEAN");
    }
    for (int i = 0; i < 20; i++) {
      seeded.function("closed-" + i, false);
      var arn = "arn:aws:lambda:us-east-1:%s:function:closed-%d".formatted(Seeded.ACCOUNT, i);
      var add = call("lambda", "AddPermission20150331v2", Map.of("functionName", arn));
      recording.lookedPlain(add, "rampart-lambda", "CLEAN");
    }
    for (int i = 0; i < 20; i++) {
      var id = seeded.api("closed-api-" + i, false);
      var deploy = call("apigateway", "CreateDeployment", Map.of("restApiId", id));
      recording.looked(deploy, "rampart-apigateway", "CLEAN");
    }
    for (int i = 0; i < 20; i++) {
      var put = call("iam", "PutRolePolicy", Map.of("roleName", "gone-" + i, "policyName", "app"));
      recording.looked(put, "rampart-iam", "GONE");
    }
  }

  private void nothingToLookAt() {
    for (int i = 0; i < 150; i++) {
      var failed = call("iam", "PutRolePolicy", Map.of("roleName", "wide-1"));
      failed.put("errorCode", "AccessDenied").putNull("requestParameters");
      recording.ignored(failed);
    }
    for (int i = 0; i < 200; i++) {
      var read = call("iam", "GetRole", Map.of("roleName", "wide-" + i));
      read.put("readOnly", true);
      recording.ignored(read);
    }
    for (int i = 0; i < 150; i++) {
      recording.ignored(call("ec2", "RunInstances", Map.of("imageId", "ami-" + i)));
    }
    for (int i = 0; i < 40; i++) {
      var foreign = call("iam", "PutRolePolicy", Map.of("roleName", "wide-1"));
      foreign.put("recipientAccountId", "999999999999");
      recording.ignored(foreign);
    }
    for (int i = 0; i < 30; i++) {
      // Seen without its request: nothing is named, so nothing can be looked at.
      var omitted = call("iam", "PutRolePolicy", Map.of());
      omitted.putNull("requestParameters");
      recording.looked(omitted, "rampart-iam");
    }
    for (var bad : List.of("not JSON", "{\"a\":", "[1,2", "\"text\"", "42")) {
      recording.bad(bad);
    }
    while (recording.size() < EVENTS) {
      var unknown = call("lambda", "DoSomethingNew20310101", Map.of("functionName", "open-1"));
      recording.ignored(unknown);
    }
  }
}
