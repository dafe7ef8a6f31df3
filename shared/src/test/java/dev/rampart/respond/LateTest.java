package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Commands;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Operations;
import dev.rampart.ledger.FixRecord.StepRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;

/// Values that are known only when a call is sent.
final class LateTest {
  private final Bot bot = new Bot();
  private final Operations operations = bot.operations();
  private final dev.rampart.respond.Caller caller = new dev.rampart.respond.Caller(operations);
  private final Call tags =
      Call.of(ListQueueTagsRequest.builder().queueUrl(bot.queue("source")).build());
  private final String target = bot.queue("target");

  @Test
  void aMapTakesThePlaceOfItsMarkerAndWhatTheRequestNamesStays() {
    bot.tag("source", "a", "1");
    bot.tag("source", "b", "2");
    bot.tag("source", "c", "3");
    var all = new Late("all", tags, "Tags", true).without("b");
    send(Map.of(all.marker(), "", "a", "mine"), all);
    assertThat(tagsOf("target")).containsEntry("a", "mine").containsEntry("c", "3");
    assertThat(tagsOf("target")).doesNotContainKey("b").doesNotContainKey(all.marker());
  }

  @Test
  void aValueThatLooksLikeAMarkerIsAValue() {
    bot.tag("source", "a", "{{b}} {{all}}");
    bot.tag("source", "b", "{{a}}");
    send(
        Map.of("{{all}}", "", "both", "{{a}}-{{b}}-{{c}}"),
        new Late("all", tags, "Tags", true),
        new Late("a", tags, "Tags.a", true),
        new Late("b", tags, "Tags.b", true));
    assertThat(tagsOf("target"))
        .containsEntry("a", "{{b}} {{all}}")
        .containsEntry("both", "{{b}} {{all}}-{{a}}-{{c}}");
  }

  @Test
  void oneReadServesAllValuesOfACall() {
    bot.tag("source", "a", "1");
    bot.account.emulator().forgetCalls();
    send(
        Map.of("{{all}}", "", "x", "{{a}}"),
        new Late("all", tags, "Tags", true),
        new Late("a", tags, "Tags.a", false));
    assertThat(bot.calls()).containsEntry("reads", 1).containsEntry("writes", 1);
  }

  @Test
  void aReadMayNeedALateValueItself() {
    bot.tag("source", "a", "1");
    var find = Call.of(GetQueueUrlRequest.builder().queueName("source").build());
    var url = new Late("url", find, "QueueUrl", false);
    var read = new Call(ListQueueTagsRequest.builder().queueUrl(url.marker()).build(), Set.of(url));
    var value = new Late("value", read, "Tags.a", false);
    send(Map.of("x", value.marker()), value);
    assertThat(tagsOf("target")).containsEntry("x", "1");
    assertThat(new Commands(operations).lines(tagging(Map.of("x", value.marker()), value)))
        .startsWith(
            "url=$(aws sqs get-queue-url --queue-name source --query QueueUrl --output text)",
            "value=$(aws sqs list-queue-tags --queue-url \"$url\" --query Tags.a --output text)");
  }

  @Test
  void anAnswerIsBoundIntoTheReadsOfALaterCallToo() {
    var create = Call.of(CreateQueueRequest.builder().queueName("made").build());
    var url = new Late("url", create, "QueueUrl", false);
    var read = new Call(ListQueueTagsRequest.builder().queueUrl(url.marker()).build(), Set.of(url));
    var value = new Late("value", read, "Tags.a", true);
    var answer = NullNode.getInstance();
    var step = new StepRecord("", caller.toJson(create), answer, answer);
    var made = new StepRecord("", step.apply(), answer, caller.send(step.apply(), List.of()));
    bot.tag("made", "a", "1");
    var bound =
        caller.bound(caller.toJson(tagging(Map.of("x", value.marker()), value)), List.of(made));
    // As in the record of a finish or an undo, where the step that answered is not at hand.
    caller.send(bound, List.of());
    assertThat(tagsOf("target")).containsEntry("x", "1");
  }

  @Test
  void whatDoesNotFitItsPlaceIsRefusedWithoutItsValue() {
    bot.tag("source", "a", "hunter2");
    var map = new Late("map", tags, "Tags", true);
    assertThatThrownBy(() -> send(Map.of("x", map.marker()), map))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("{{map}} is not a single value");
    var single = new Late("single", tags, "Tags.a", true);
    assertThatThrownBy(() -> send(Map.of(single.marker(), ""), single))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("{{single}} is not a map");
    var missing = new Late("missing", tags, "Tags.b", true);
    assertThatThrownBy(() -> send(Map.of("x", missing.marker()), missing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the answer has no Tags.b");
  }

  @Test
  void aMapIsShownAsAnEllipsisAndNeverRead() {
    var all = new Late("all", tags, "Tags", true).without("b");
    assertThat(new Commands(operations).lines(tagging(Map.of(all.marker(), "", "a", "mine"), all)))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("# …: all of Tags but b, put in by hand"),
            line -> assertThat(line).contains("\"…\":\"…\"", "\"a\":\"mine\""));
  }

  private void send(Map<String, String> labels, Late... late) {
    caller.send(caller.toJson(tagging(labels, late)), List.of());
  }

  private Call tagging(Map<String, String> labels, Late... late) {
    return new Call(TagQueueRequest.builder().queueUrl(target).tags(labels).build(), Set.of(late));
  }

  private Map<String, String> tagsOf(String queue) {
    return bot.person.listQueueTags(list -> list.queueUrl(bot.url(queue))).tags();
  }
}
