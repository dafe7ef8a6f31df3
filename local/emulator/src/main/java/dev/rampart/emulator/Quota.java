package dev.rampart.emulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many calls the emulated account takes; what is more is refused as AWS refuses it.
///
/// @param operations those that it counts; all of the services if empty
/// @param accessKeyId whose calls it counts; everyone's together if null, as in AWS
/// @param rate calls a second
/// @param burst calls at once
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Quota(
    List<String> services,
    List<String> operations,
    @Nullable String accessKeyId,
    double rate,
    double burst) {
  private static final List<String> REST = List.of("apigateway");
  private static final List<String> BOTH = List.of("apigateway", "apigatewayv2");

  /// What API Gateway grants an account for creating, deploying and managing APIs, as far as
  /// Rampart and the tests use it.
  ///
  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
  ///
  /// @param times so many times as much
  public static List<Quota> ofApiGateway(double times) {
    return List.of(
        new Quota(BOTH, List.of(), null, 10 * times, 40 * times),
        new Quota(BOTH, List.of("CreateDeployment"), null, times / 5, 1),
        new Quota(REST, List.of("GetResources"), null, 2.5 * times, 5 * times),
        new Quota(REST, List.of("PutRestApi"), null, times, 1),
        new Quota(REST, List.of("ImportRestApi"), null, times / 3, 1));
  }
}
