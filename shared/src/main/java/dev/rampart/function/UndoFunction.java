package dev.rampart.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Operations;
import dev.rampart.respond.Run;
import dev.rampart.respond.Undo;
import dev.rampart.respond.Undo.Result.Finished;
import dev.rampart.respond.Undo.Result.Pending;
import dev.rampart.respond.Undo.Result.Refused;
import dev.rampart.respond.Undo.Result.Undone;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Takes fixes of a domain back: `{"undo": "<fix id>", "reason": "…"}`, or makes the second half of
/// those that have one: `{"finish": "<fix id>", "reason": "…"}`. Only people invoke it.
public abstract class UndoFunction implements RequestStreamHandler {
  private static final Logger log = LoggerFactory.getLogger(UndoFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Domain<?>> domains;
  private final Operations operations;
  private final Surroundings surroundings;

  /// Sets the function up, once per execution environment.
  ///
  /// @param domains the kinds of resources the function looks after
  /// @param operations what its fixes and their undo are made of
  protected UndoFunction(List<Domain<?>> domains, Operations operations) {
    this.domains = List.copyOf(domains);
    this.operations = operations;
    this.surroundings = new Surroundings(System.getenv());
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    var event = JSON.readTree(input);
    var answer = PowertoolsLogging.withLogging(context, () -> handle(event, context));
    JSON.writeValue(output, answer);
  }

  private Map<String, String> handle(JsonNode event, Context context) {
    var toUndo = event.path("undo").asText("");
    var toFinish = event.path("finish").asText("");
    if (toUndo.isEmpty() == toFinish.isEmpty()) {
      throw new IllegalArgumentException(
          "expected {\"undo\": \"<fix id>\", \"reason\": \"…\"}, or \"finish\" in its place");
    }
    var deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis());
    var run = new Run(context.getAwsRequestId(), deadline);
    var undo = new Undo(surroundings.tools(context, operations), domains);
    var reason = event.path("reason").asText("");
    var result =
        toFinish.isEmpty() ? undo.undo(toUndo, reason, run) : undo.finish(toFinish, reason, run);
    log.info("{} of {}: {}", toFinish.isEmpty() ? "undo" : "finish", toUndo + toFinish, result);
    return switch (result) {
      case Undone(var id, var command) ->
          Map.of("result", "undone", "undo", id, "toUndoThis", command);
      case Finished(var id, var command) ->
          Map.of("result", "finished", "finish", id, "toUndoThis", command);
      case Pending(var id, var next) -> Map.of("result", "pending", "undo", id, "next", next);
      case Refused(var why) -> Map.of("result", "refused", "why", why);
    };
  }
}
