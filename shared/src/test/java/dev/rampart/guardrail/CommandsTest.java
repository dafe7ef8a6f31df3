package dev.rampart.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/// Calls as lines that a person may paste into a shell.
final class CommandsTest {
  private final Commands commands =
      new Commands(
          new Operations(
              List.of(
                  operation("sqs", "CreateQueue", CreateQueueRequest.builder().build()),
                  operation("sqs", "GetQueueUrl", GetQueueUrlRequest.builder().build()),
                  operation("sqs", "SendMessage", SendMessageRequest.builder().build()),
                  operation("sqs", "ReceiveMessage", ReceiveMessageRequest.builder().build()),
                  operation("ssm", "PutParameter", PutParameterRequest.builder().build()))));

  @Test
  void namesBooleansNumbersListsAndStructuresAreAsTheCliWantsThem() {
    var put = PutParameterRequest.builder().name("/a").value("b c").overwrite(true).build();
    assertThat(commands.lines(Call.of(put)))
        .containsExactly("aws ssm put-parameter --name /a --value 'b c' --overwrite");
    var not = PutParameterRequest.builder().name("/a").overwrite(false).build();
    assertThat(commands.lines(Call.of(not)))
        .containsExactly("aws ssm put-parameter --name /a --no-overwrite");
    var receive =
        ReceiveMessageRequest.builder()
            .queueUrl("q")
            .maxNumberOfMessages(3)
            .messageAttributeNames("a", "b c")
            .build();
    assertThat(commands.lines(Call.of(receive)))
        .containsExactly(
            "aws sqs receive-message --queue-url q --message-attribute-names a 'b c'"
                + " --max-number-of-messages 3");
    var create = CreateQueueRequest.builder().queueName("q").tags(Map.of("k", "v w")).build();
    assertThat(commands.lines(Call.of(create)))
        .containsExactly("aws sqs create-queue --queue-name q --tags '{\"k\":\"v w\"}'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "it's",
        "'",
        "''''",
        "\"double\"",
        "$HOME `id` $(id) \\ !",
        "two\nlines",
        "ü € 😀",
        "",
        " ",
        "{\"Statement\":[{\"Sid\":\"it's\"}]}"
      })
  void aShellReadsBackWhatWasMeant(String value) throws Exception {
    var call = Call.of(SendMessageRequest.builder().queueUrl("q").messageBody(value).build());
    var line = commands.lines(call).getFirst();
    assertThat(shell(line.replace("aws ", "printf '%s\\037' "))).contains("\037" + value + "\037");
  }

  @Test
  void aLateValueIsReadFirstAndPutInBetweenTheQuotes() throws Exception {
    var read = Call.of(GetQueueUrlRequest.builder().queueName("q").build());
    var late = new Late("url", read, "QueueUrl", false);
    var body = "it's {{url}}, or $HOME";
    var send = SendMessageRequest.builder().queueUrl("{{url}}").messageBody(body).build();
    var lines = commands.lines(new Call(send, Set.of(late)));
    assertThat(lines.getFirst())
        .isEqualTo("url=$(aws sqs get-queue-url --queue-name q --query QueueUrl --output text)");
    assertThat(lines.getLast()).startsWith("aws sqs send-message --queue-url \"$url\"");
    assertThat(shell("url='a b'; " + lines.getLast().replace("aws ", "printf '%s\\037' ")))
        .contains("it's a b, or $HOME");
  }

  @Test
  void whatAnEarlierCallAnswersIsKeptAndTheCallMadeOnce() {
    var create = Call.of(CreateQueueRequest.builder().queueName("q").build());
    var late = new Late("url", create, "QueueUrl", false);
    var other = new Late("owner", create, "Owner", false);
    var send = SendMessageRequest.builder().queueUrl("{{url}}").messageBody("{{owner}}").build();
    assertThat(commands.lines(List.of(create, new Call(send, Set.of(late)))))
        .startsWith("url=$(aws sqs create-queue --queue-name q --query QueueUrl --output text)")
        .hasSize(2);
    assertThat(commands.lines(List.of(create, new Call(send, Set.of(late, other)))))
        .startsWith(
            "read -r owner url <<< \"$(aws sqs create-queue --queue-name q"
                + " --query '[Owner,QueueUrl]' --output text)\"")
        .hasSize(2);
  }

  @Test
  void aSecretIsNeitherReadNorShown() {
    var read = Call.of(GetQueueUrlRequest.builder().queueName("q").build());
    var secret = new Late("password", read, "QueueUrl", true);
    var put = PutParameterRequest.builder().name("/a").value("{{password}}").build();
    assertThat(commands.lines(new Call(put, Set.of(secret))))
        .containsExactly(
            "# password: a secret, put it in by hand",
            "aws ssm put-parameter --name /a --value \"$password\"");
  }

  private static String shell(String line) throws IOException, InterruptedException {
    var process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static Operation operation(
      String service, String name, software.amazon.awssdk.core.SdkRequest empty) {
    return Operation.of(
        service,
        name,
        empty,
        _ -> {
          throw new UnsupportedOperationException("only printed");
        });
  }
}
