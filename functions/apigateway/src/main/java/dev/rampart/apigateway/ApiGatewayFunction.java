package dev.rampart.apigateway;

import dev.rampart.function.ChangeFunction;
import dev.rampart.guardrail.Domain;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/// Looks at REST, HTTP and WebSocket APIs that changed, and puts violations right.
public final class ApiGatewayFunction extends ChangeFunction {
  // One of each in a process: REST and HTTP APIs share the account's quota.
  private static final Pace PACE = Pace.of(System.getenv());

  // With jitter, and slower the more often others leave less than expected. Seconds at most: who
  // is refused for longer comes back through the queue.
  private static final RetryStrategy RETRIES =
      AwsRetryStrategy.adaptiveRetryStrategy().toBuilder().maxAttempts(5).build();

  /// Sets the function up, once per execution environment.
  public ApiGatewayFunction() {
    this(restClient(), httpClient(), wafClient());
  }

  private ApiGatewayFunction(ApiGatewayClient rest, ApiGatewayV2Client http, Wafv2Client waf) {
    super(domains(rest, http, waf), ApiGatewayOperations.with(rest, http, waf));
  }

  @Override
  protected List<String> preflight() {
    return new WebAcls(wafClient(), region()).notes(restClient());
  }

  /// The kinds of resources looked after; each lists its guardrails.
  static List<Domain<?>> domains(ApiGatewayClient rest, ApiGatewayV2Client http, Wafv2Client waf) {
    var region = region();
    var webAcls = new WebAcls(waf, region);
    return List.of(
        new RestApis(rest, webAcls, region),
        new HttpApis(http, region),
        new DomainNames(rest, region),
        webAcls);
  }

  static ApiGatewayClient restClient() {
    return ApiGatewayClient.builder()
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(ApiGatewayFunction::paced)
        .build();
  }

  static ApiGatewayV2Client httpClient() {
    return ApiGatewayV2Client.builder()
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(ApiGatewayFunction::paced)
        .build();
  }

  private static void paced(ClientOverrideConfiguration.Builder override) {
    override.addExecutionInterceptor(PACE).retryStrategy(RETRIES);
  }

  static Wafv2Client wafClient() {
    return Wafv2Client.builder()
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.ADAPTIVE_V2))
        .build();
  }

  private static Region region() {
    return DefaultAwsRegionProviderChain.builder().build().getRegion();
  }
}
