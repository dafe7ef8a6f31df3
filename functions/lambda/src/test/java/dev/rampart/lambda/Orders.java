package dev.rampart.lambda;

import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Statement;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import dev.rampart.tester.TestedAccount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The function `orders` that the tests are about, as a record and in the emulated account.
final class Orders {
  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";
  static final FunctionArn FUNCTION = FunctionArn.of(ARN);
  static final ResourceId ID = FUNCTION.id(FunctionArn.CONFIG_TYPE);
  static final ResourceId POLICY = FUNCTION.id(FunctionPolicy.TYPE);
  static final ResourceId URL_ID = FUNCTION.id(FunctionUrl.TYPE);
  static final String URL = "https://abc.lambda-url.us-east-1.on.aws/";

  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
       "Principal": {"Service": "lambda.amazonaws.com"}}]}
      """;

  private Orders() {}

  static LambdaClient client(Caller caller) {
    return caller.client(
        LambdaClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()));
  }

  static SecretsManagerClient secrets(Caller caller) {
    return caller.client(
        SecretsManagerClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()));
  }

  static Operations operations(Caller caller) {
    return LambdaOperations.of(client(caller), secrets(caller));
  }

  static <P> GuardrailTester<FunctionPolicy, P> ofPolicies(Guardrail<FunctionPolicy, P> guardrail) {
    return GuardrailTester.of(Orders::policies, Orders::operations, guardrail);
  }

  static FunctionPolicies policies(Caller caller) {
    var settings =
        caller.client(SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()));
    return new FunctionPolicies(client(caller), new TrustedAccounts(settings), s3(caller));
  }

  static S3Client s3(Caller caller) {
    return caller.client(
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .forcePathStyle(true));
  }

  static <P> GuardrailTester<FunctionUrl, P> ofUrls(Guardrail<FunctionUrl, P> guardrail) {
    return GuardrailTester.of(
        caller -> new FunctionUrls(client(caller)), caller -> operations(caller), guardrail);
  }

  static <P> TestedAccount<FunctionPolicy, P> policiesOf(Guardrail<FunctionPolicy, P> guardrail) {
    return ofPolicies(guardrail)
        .in(
            EmulatedAccount.empty(),
            "rampart-lambda",
            (auditor, policy) -> state(auditor, policy.arn()));
  }

  static <P> TestedAccount<FunctionUrl, P> urlsOf(Guardrail<FunctionUrl, P> guardrail) {
    return ofUrls(guardrail)
        .in(EmulatedAccount.empty(), "rampart-lambda", (auditor, url) -> state(auditor, url.arn()));
  }

  /// The function's own policy with these statements.
  static FunctionPolicy with(String... statements) {
    return withPolicyOf("", statements);
  }

  /// The policy of an alias or version with these statements.
  static FunctionPolicy withPolicyOf(String qualifier, String... statements) {
    var document = PolicyDocument.parse("{\"Statement\": [" + String.join(",", statements) + "]}");
    return new FunctionPolicy(
        FUNCTION.at(qualifier).id(FunctionPolicy.TYPE),
        Map.of(),
        "revision-1",
        document.statements());
  }

  /// The URL of the qualifier that has the policy.
  static FunctionUrl withUrl(FunctionPolicy policy, String authType) {
    return new FunctionUrl(
        policy.arn().id(FunctionUrl.TYPE),
        policy.tags(),
        new UrlAccess(URL, authType, FunctionUrls.aboutUrl(policy)),
        UrlCors.of(null));
  }

  /// The function's URL with these CORS settings.
  static FunctionUrl withCors(UrlCors cors) {
    var url = withUrl(with(), "NONE");
    return new FunctionUrl(url.id(), url.tags(), url.access(), cors);
  }

  static Permission permission(String statement) {
    var document = PolicyDocument.parse("{\"Statement\": [" + statement + "]}");
    return new Permission(document.statements().getFirst());
  }

  /// An allowing statement on the function itself; the rest goes into it as it stands.
  static String allow(String sid, String action, String principal, String rest) {
    return """
    {"Sid": "%s", "Effect": "Allow", "Principal": %s, "Action": "%s", "Resource": "%s"%s}\
    """
        .formatted(sid, principal, action, ARN, rest.isEmpty() ? "" : ", " + rest);
  }

  static void create(Caller owner) {
    var iam =
        owner.client(IamClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()));
    iam.createRole(request -> request.roleName("orders").assumeRolePolicyDocument(TRUST));
    client(owner)
        .createFunction(
            request ->
                request
                    .functionName("orders")
                    .runtime(Runtime.PYTHON3_13)
                    .role("arn:aws:iam::123456789012:role/orders")
                    .handler("app.handler")
                    .tags(Map.of("team", "shop"))
                    .code(
                        code ->
                            code.zipFile(
                                SdkBytes.fromUtf8String("not a zip, and nobody runs it"))));
  }

  // All that an undo has to bring back. The order of statements has no meaning and AddPermission
  // appends, so it is left out; everything else counts.
  private static String state(Caller auditor, FunctionArn arn) {
    try (var lambda = client(auditor)) {
      return statements(lambda, arn) + " " + url(lambda, arn);
    }
  }

  private static List<String> url(LambdaClient lambda, FunctionArn arn) {
    try {
      var config =
          lambda.getFunctionUrlConfig(
              get -> get.functionName(arn.name()).qualifier(arn.requested()));
      return List.of(
          config.functionUrl(),
          config.authTypeAsString(),
          String.valueOf(config.cors()),
          config.invokeModeAsString());
    } catch (ResourceNotFoundException _) {
      return List.of();
    }
  }

  private static List<String> statements(LambdaClient lambda, FunctionArn arn) {
    GetPolicyResponse answer;
    try {
      answer = lambda.getPolicy(Calls.getPolicy(arn));
    } catch (ResourceNotFoundException _) {
      return List.of();
    }
    return PolicyDocument.parse(answer.policy()).statements().stream()
        .sorted(Comparator.comparing(Statement::sid))
        .map(each -> each.tree().toString())
        .toList();
  }
}
