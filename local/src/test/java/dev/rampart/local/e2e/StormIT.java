package dev.rampart.local.e2e;

import static dev.rampart.local.e2e.Stormy.Change.CLOSE;
import static dev.rampart.local.e2e.Stormy.Change.LIFT_LIMIT;
import static dev.rampart.local.e2e.Stormy.Change.OPEN;
import static dev.rampart.local.e2e.Stormy.Change.PUBLISH;
import static dev.rampart.local.e2e.Stormy.Change.TAG;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Quota;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.LoggedOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;

/// Five hundred changes to fifty APIs, while the account refuses what is above API Gateway's
/// quotas: ten times those of AWS, so that the test takes a tenth of the time, with a pace that is
/// ten times the deployed one.
@ExtendWith(WithBot.class)
final class StormIT {
  private static final String FUNCTION = "rampart-apigateway";
  private static final String CROWD = "AKIACROWD";
  private static final int APIS = 50;
  private static final int PEOPLE = 4;
  private static final Duration CALM = Duration.ofMinutes(10);

  /// What happens to one API, two changes in one breath.
  private static final List<List<Stormy.Change>> COURSES =
      List.of(
          List.of(OPEN, TAG, PUBLISH, TAG, CLOSE, TAG, OPEN, TAG, LIFT_LIMIT, TAG),
          List.of(TAG, LIFT_LIMIT, OPEN, PUBLISH, TAG, TAG, TAG, TAG, OPEN, CLOSE),
          List.of(TAG, TAG, TAG, TAG, OPEN, CLOSE, TAG, TAG, LIFT_LIMIT, OPEN));

  private final Bot bot;
  private final String key;
  private final ApiGatewayClient rest;
  private final ApiGatewayV2Client http;

  StormIT(Bot bot) {
    this.bot = bot;
    this.key = bot.account.accessKeyOf(FUNCTION);
    bot.account.person(CROWD, "Developer", "crowd@example.org");
    this.rest = patient(ApiGatewayClient.builder().httpClientBuilder(Apache5HttpClient.builder()));
    this.http =
        patient(ApiGatewayV2Client.builder().httpClientBuilder(Apache5HttpClient.builder()));
  }

  /// People come again until they are served.
  private <B extends AwsClientBuilder<B, C>, C> C patient(B builder) {
    var credentials = AwsBasicCredentials.create(CROWD, "local-secret");
    return builder
        .endpointOverride(bot.account.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(
            override ->
                override.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(50)
                        .circuitBreakerEnabled(false)
                        .build()))
        .build();
  }

  @Test
  void endsWithEveryApiRightAndNoMessageLost() throws Exception {
    List<Stormy> apis = known();
    List<List<String>> before = states(apis);
    int alerts = bot.account.inbox().alerts().size();
    int outcomes = bot.outcomes().size();
    long since = bot.lastCall();
    Instant start = Instant.now();
    List<Quota> quotas = Quota.ofApiGateway(Bot.QUOTA);
    try {
      bot.emulator().limit(Stream.concat(quotas.stream(), Stream.of(littleForRampart())).toList());
      breakLoose(apis);
      bot.emulator().limit(quotas);
      bot.account.settle(CALM);
    } finally {
      bot.emulator().liftQuotas();
    }
    Duration took = Duration.between(start, Instant.now());

    assertThat(states(apis)).isEqualTo(before);
    assertThat(bot.waiting("rampart-apigateway-dead-letters")).isZero();
    assertThat(bot.account.inbox().alerts().stream().skip(alerts).map(each -> each.outcome()))
        .contains("FIXED")
        .doesNotContain("FAILED", "NOT_HELD", "CONTESTED");
    List<RecordedCall> calls =
        bot.emulator().calls(since).stream()
            .filter(call -> call.service().startsWith("apigateway"))
            .toList();
    assertThat(calls)
        .filteredOn(call -> call.status() == 429)
        .extracting(RecordedCall::accessKeyId)
        .contains(key);
    tell(took, calls, bot.outcomes().stream().skip(outcomes).toList());
  }

  /// As long as people make their changes, they leave Rampart a tenth of what it would take.
  private Quota littleForRampart() {
    return new Quota(List.of("apigateway", "apigatewayv2"), List.of(), key, 5, 5);
  }

  /// APIs that Rampart has seen good, half of them REST.
  private List<Stormy> known() throws Exception {
    Set<String> arns = new HashSet<>();
    int outcomes = bot.outcomes().size();
    // By the time the bot looks, they are set up.
    bot.delay(FUNCTION, 5);
    List<Stormy> apis = new ArrayList<>();
    for (int i = 0; i < APIS; i++) {
      String name = bot.name("storm");
      apis.add(i % 2 == 0 ? Stormy.OfRest.create(rest, name) : Stormy.OfHttp.create(http, name));
      arns.add(apis.getLast().arn());
    }
    bot.delay(FUNCTION, 0);
    bot.account.settle(CALM);
    assertThat(bot.outcomes().stream().skip(outcomes))
        .filteredOn(each -> arns.contains(each.resource()))
        .extracting(LoggedOutcome::outcome)
        .containsOnly("CLEAN");
    return apis;
  }

  /// In the same order for each API, as those who come one after the other.
  private static void breakLoose(List<Stormy> apis) throws InterruptedException {
    try (var people = Executors.newFixedThreadPool(PEOPLE)) {
      List<Future<?>> work = new ArrayList<>();
      for (int person = 0; person < PEOPLE; person++) {
        int which = person;
        work.add(people.submit(() -> breaks(apis, which)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("people could not change what they wanted to", e.getCause());
    }
  }

  private static void breaks(List<Stormy> apis, int person) {
    int rounds = COURSES.getFirst().size();
    for (int round = 0; round < rounds; round += 2) {
      for (int i = person; i < apis.size(); i += PEOPLE) {
        List<Stormy.Change> course = COURSES.get(i % COURSES.size());
        apis.get(i).make(course.get(round), round);
        apis.get(i).make(course.get(round + 1), round + 1);
      }
    }
  }

  private List<List<String>> states(List<Stormy> apis) {
    return apis.stream()
        .map(each -> each.state(bot.auditor.apiGateway(), bot.auditor.apiGatewayV2()))
        .toList();
  }

  private void tell(Duration took, List<RecordedCall> calls, List<LoggedOutcome> outcomes)
      throws IOException {
    long served =
        calls.stream()
            .filter(call -> call.accessKeyId().equals(key) && call.status() != 429)
            .count();
    int changes = APIS * COURSES.getFirst().size();
    Map<String, Long> refused =
        calls.stream()
            .filter(call -> call.status() == 429)
            .collect(
                groupingBy(
                    call -> call.accessKeyId().equals(key) ? "Rampart" : "people",
                    TreeMap::new,
                    counting()));
    Map<String, Long> words =
        outcomes.stream().collect(groupingBy(LoggedOutcome::outcome, TreeMap::new, counting()));
    String text =
        """
        storm: %d changes to %d APIs in %d s
        calls to API Gateway: %d, for each change %.1f
        refused calls: %s
        outcomes, one for each hint: %s
        """
            .formatted(
                changes, APIS, took.toSeconds(), served, (double) served / changes, refused, words);
    System.out.print(text);
    Files.writeString(Path.of("target/storm.txt"), text);
  }
}
