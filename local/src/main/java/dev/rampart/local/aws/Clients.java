package dev.rampart.local.aws;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/// SDK clients of one caller. Whoever has other credentials is another person to CloudTrail.
public final class Clients implements AutoCloseable {
  private final URI endpoint;
  private final Region region;
  private final String accessKeyId;
  private final SdkHttpClient http;
  private final Map<Class<?>, AutoCloseable> made = new ConcurrentHashMap<>();

  public Clients(URI endpoint, String region, String accessKeyId) {
    this.endpoint = endpoint;
    this.region = Region.of(region);
    this.accessKeyId = accessKeyId;
    // API Gateway is changed by PATCH, which the JDK's own client cannot send.
    this.http = Apache5HttpClient.builder().build();
  }

  public URI endpoint() {
    return endpoint;
  }

  public String accessKeyId() {
    return accessKeyId;
  }

  public IamClient iam() {
    return client(IamClient.class, IamClient::builder);
  }

  public LambdaClient lambda() {
    return client(LambdaClient.class, LambdaClient::builder);
  }

  public ApiGatewayClient apiGateway() {
    return client(ApiGatewayClient.class, ApiGatewayClient::builder);
  }

  public ApiGatewayV2Client apiGatewayV2() {
    return client(ApiGatewayV2Client.class, ApiGatewayV2Client::builder);
  }

  public Wafv2Client waf() {
    return client(Wafv2Client.class, Wafv2Client::builder);
  }

  public SqsClient sqs() {
    return client(SqsClient.class, SqsClient::builder);
  }

  public SnsClient sns() {
    return client(SnsClient.class, SnsClient::builder);
  }

  public SsmClient ssm() {
    return client(SsmClient.class, SsmClient::builder);
  }

  public DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.class, DynamoDbClient::builder);
  }

  public KmsClient kms() {
    return client(KmsClient.class, KmsClient::builder);
  }

  public SecretsManagerClient secrets() {
    return client(SecretsManagerClient.class, SecretsManagerClient::builder);
  }

  private <C extends AutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>>
      C client(Class<C> type, Supplier<B> builder) {
    return type.cast(
        made.computeIfAbsent(
            type,
            _ ->
                builder
                    .get()
                    .endpointOverride(endpoint)
                    .region(region)
                    .credentialsProvider(
                        StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(accessKeyId, "local-secret")))
                    .httpClient(http)
                    .build()));
  }

  @Override
  public void close() {
    http.close();
  }
}
