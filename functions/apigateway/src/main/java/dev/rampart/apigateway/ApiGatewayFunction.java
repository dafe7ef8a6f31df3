package dev.rampart.apigateway;

import dev.rampart.function.ChangeFunction;
import dev.rampart.guardrail.Domain;
import java.util.List;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/// Looks at REST, HTTP and WebSocket APIs that changed, and puts violations right.
public final class ApiGatewayFunction extends ChangeFunction {
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

  // Adaptive: the ten requests per second are the whole account's, and others need theirs.
  static ApiGatewayClient restClient() {
    return ApiGatewayClient.builder()
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.ADAPTIVE_V2))
        .build();
  }

  static ApiGatewayV2Client httpClient() {
    return ApiGatewayV2Client.builder()
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.ADAPTIVE_V2))
        .build();
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
