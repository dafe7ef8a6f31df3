package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rampart.guardrail.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stage with its settings, which take effect at once, without a deployment.
///
/// @param isYoung whether it was created a moment ago
/// @param throttling how many calls it takes
/// @param tracing whose requests it logs as a whole
/// @param logging what it logs
/// @param shield what its calls have to pass first
/// @param settings those of methods or routes as the API lists them; what holds for the rest is
///   under [#ALL]
public record Stage(
    String name,
    boolean isYoung,
    Throttling throttling,
    Tracing tracing,
    Logging logging,
    Shield shield,
    Map<String, JsonNode> settings) {
  /// The key of the settings that hold for what has none of its own.
  static final String ALL = "*/*";

  private static final Duration YOUTH = Duration.ofSeconds(30);

  public Stage {
    settings = Map.copyOf(settings);
  }

  /// A limit for all calls together that have none of their own.
  ///
  /// @param rate calls a second, null if none is set
  /// @param burst calls at once, null if none is set
  public record Throttling(String stage, @Nullable Double rate, @Nullable Integer burst) {
    // What an account gets unless AWS raised it, and what the API shows where nothing is set.
    private static final double OF_THE_ACCOUNT = 10_000;

    /// Whether the account's own limit is all that there is. A negative number switches it off.
    boolean limitsNothing() {
      return rate == null || rate < 0 || rate >= OF_THE_ACCOUNT;
    }

    /// The limit in words.
    String words() {
      return Numbers.text(rate == null ? 0 : rate)
          + " calls a second"
          + (burst == null ? "" : " and " + burst + " at once");
    }
  }

  /// The settings that log whole requests.
  ///
  /// @param methods their keys, sorted
  public record Tracing(String stage, List<String> methods) {
    public Tracing {
      methods = List.copyOf(methods);
    }
  }

  /// What becomes of the traces that callers leave.
  ///
  /// @param destination the ARN of where the access log goes, empty for none
  /// @param format of the access log
  /// @param level of the execution log: `OFF`, `ERROR`, `INFO`
  /// @param inParts whether single methods have an execution log of their own
  public record Logging(
      String stage, String destination, String format, String level, boolean inParts) {
    /// Whether nobody will know who called.
    boolean isSilent() {
      return destination.isEmpty() && !isOn(level) && !inParts;
    }

    /// Whether a level logs anything.
    static boolean isOn(String level) {
      return !level.isEmpty() && !level.equals("OFF");
    }
  }

  /// The web ACL that looks at calls before the API does.
  ///
  /// @param webAcl its ARN, empty for none; HTTP and WebSocket APIs cannot have one
  public record Shield(String stage, String webAcl) {
    /// Whether any looks.
    boolean isUp() {
      return !webAcl.isEmpty();
    }
  }

  /// What to say of a stage that was just created: most tools set it up by a second call.
  static Verdict tooYoung() {
    return Verdict.notYet("the stage was created a moment ago and may still be set up", YOUTH);
  }

  /// Whether a stage of that age may still be set up.
  static boolean isYoung(@Nullable Instant created) {
    return created != null && created.isAfter(Instant.now().minus(YOUTH));
  }

  /// Whether settings let nobody through.
  ///
  /// @param rate the API's name for the limit of calls a second
  /// @param burst that of calls at once
  static boolean isShut(JsonNode settings, String rate, String burst) {
    return isZero(settings.path(rate)) && isZero(settings.path(burst));
  }

  private static boolean isZero(JsonNode limit) {
    return limit.isNumber() && limit.doubleValue() == 0;
  }

  /// The settings under that key, a missing node if there are none.
  JsonNode settings(String key) {
    var found = settings.get(key);
    return found == null ? MissingNode.getInstance() : found;
  }
}
