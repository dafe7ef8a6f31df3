package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.change.Change;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;

/// What CloudFormation does is judged when it is through.
final class DeploymentTest {
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";
  private static final String STACK = "shop";
  private static final String TEMPLATE =
      """
      {"Resources": {"Other": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "other"}}}}
      """;
  private final Bot bot = new Bot();

  @BeforeEach
  void aQueueOfAStackThatIsBeingDeployed() {
    bot.queue("queue");
    bot.tag("queue", "aws:cloudformation:stack-name", STACK);
    bot.policy("queue", GOOD);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    // A stack that was only ever prepared is the one that moto leaves in progress.
    bot.cloudFormation.createChangeSet(
        create ->
            create
                .stackName(STACK)
                .changeSetName("first")
                .changeSetType(ChangeSetType.CREATE)
                .templateBody(TEMPLATE));
    bot.pass(Duration.ofMinutes(1));
  }

  @Test
  void waitsUntilTheStackHasSettled() {
    bot.policy("queue", BAD);
    assertThat(deployed()).containsExactly("DEFERRED");
    assertThat(bot.state("queue")).contains(BAD);

    bot.cloudFormation.executeChangeSet(execute -> execute.stackName(STACK).changeSetName("first"));
    assertThat(bot.settled()).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains(GOOD);
  }

  @Test
  void findsNothingIfTheDeploymentPutItRightItself() {
    bot.policy("queue", BAD);
    assertThat(deployed()).containsExactly("DEFERRED");
    bot.policy("queue", GOOD);
    assertThat(bot.settled()).containsExactly("CLEAN");
    assertThat(bot.told()).isEmpty();
  }

  @Test
  void doesNotWaitForever() {
    bot.policy("queue", BAD);
    assertThat(deployed()).containsExactly("DEFERRED");
    assertThat(bot.settled()).endsWith("FIXED");
  }

  @Test
  void doesNotWaitForAStackWithWhatAPersonDid() {
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void doesNotWaitForAStackThatNobodyCanLookAt() {
    bot.cloudFormation.deleteStack(delete -> delete.stackName(STACK));
    bot.policy("queue", BAD);
    assertThat(deployed()).containsExactly("FIXED");
  }

  private List<String> deployed() {
    var call = Happened.call("SetQueueAttributes", "queue", Happened.PERSON, bot.now);
    call.withObject("/detail/userIdentity").put("invokedBy", "cloudformation.amazonaws.com");
    Change change = Happened.parsed(call);
    return Bot.words(bot.look("queue", change));
  }
}
