package dev.rampart.local.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.localstack.Localstack;
import cloud.localstack.awssdkv2.TestUtils;
import cloud.localstack.docker.LocalstackDockerExtension;
import cloud.localstack.docker.annotation.LocalstackDockerProperties;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Options;
import dev.rampart.local.account.Watched;
import dev.rampart.local.replay.Replay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/// The packaged IAM function fixes a role in LocalStack, as told by a recorded event: LocalStack
/// itself sends none. Ledger, settings and alerts stay in the emulated account.
@ExtendWith(LocalstackDockerExtension.class)
@LocalstackDockerProperties(
    imageName = "localstack/localstack",
    imageTag = "4.14.0", // the last one that runs without an account
    services = {"iam", "sts"},
    useSingleDockerContainer = true)
final class LocalstackIT {
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
      """;
  private static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
      """;

  @Test
  void deletesAPolicyThatCameWithANewRole(@TempDir Path folder) throws IOException {
    var endpoint = Localstack.INSTANCE.endpointForService("iam");
    IamClient iam = TestUtils.wrapApiSyncClientV2(IamClient.builder(), endpoint).build();
    iam.createRole(create -> create.roleName("worker").assumeRolePolicyDocument(TRUST));
    iam.putRolePolicy(put -> put.roleName("worker").policyName("all").policyDocument(EVERYTHING));
    var file = folder.resolve("events.jsonl");
    Files.writeString(file, created("worker"));

    var lines = new ArrayList<ObjectNode>();
    Replay.run(
        Options.in(Checkout.find(), folder).watching(new Watched.Endpoint(URI.create(endpoint))),
        folder,
        true,
        file,
        lines::add);

    assertThat(lines.getFirst().at("/outcomes/0/outcome").asText()).isEqualTo("FIXED");
    assertThat(iam.listRolePolicies(list -> list.roleName("worker")).policyNames()).isEmpty();
  }

  private static String created(String role) {
    return """
    {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/eve"},\
    "eventTime":"%s","eventSource":"iam.amazonaws.com","eventName":"CreateRole","awsRegion":"us-east-1",\
    "requestParameters":{"roleName":"%s"},"eventID":"%s","recipientAccountId":"123456789012"}
    """
        .formatted(Instant.now(), role, UUID.randomUUID());
  }
}
