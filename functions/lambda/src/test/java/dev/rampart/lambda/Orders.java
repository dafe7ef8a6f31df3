package dev.rampart.lambda;

import dev.rampart.guardrail.Guardrail;
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
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// The function `orders` that the tests are about, as a record and in the emulated account.
final class Orders {
  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";
  static final ResourceId ID = new ResourceId(LambdaFunction.TYPE, ARN);
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

  static <P> GuardrailTester<LambdaFunction, P> tester(Guardrail<LambdaFunction, P> guardrail) {
    return GuardrailTester.of(
        caller -> new LambdaFunctions(client(caller)),
        caller -> LambdaOperations.of(client(caller)),
        guardrail);
  }

  static <P> TestedAccount<LambdaFunction, P> emulated(Guardrail<LambdaFunction, P> guardrail) {
    return tester(guardrail).in(EmulatedAccount.empty(), "rampart-lambda", Orders::state);
  }

  /// The function with these statements in its own policy.
  static LambdaFunction with(String... statements) {
    return withPolicyOf("", statements);
  }

  /// The function with these statements in the policy of an alias or version.
  static LambdaFunction withPolicyOf(String qualifier, String... statements) {
    var document = PolicyDocument.parse("{\"Statement\": [" + String.join(",", statements) + "]}");
    return new LambdaFunction(
        ID,
        Map.of(),
        Map.of(qualifier, new FunctionPolicy(qualifier, "revision-1", document.statements())),
        List.of());
  }

  /// The same with a URL on the qualifier that has the policy.
  static LambdaFunction withUrl(LambdaFunction function, String authType) {
    var qualifier = function.policies().keySet().stream().findFirst().orElse("");
    return new LambdaFunction(
        ID,
        function.tags(),
        function.policies(),
        List.of(
            new FunctionUrl(
                qualifier, URL, authType, LambdaFunctions.aboutUrl(function, qualifier))));
  }

  static Permission permission(String statement) {
    var document = PolicyDocument.parse("{\"Statement\": [" + statement + "]}");
    return new Permission("", document.statements().getFirst());
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
  private static String state(Caller auditor, LambdaFunction function) {
    try (var lambda = client(auditor)) {
      var state = new TreeMap<String, Object>();
      for (var qualifier : function.policies().keySet()) {
        state.put("policy " + qualifier, statements(lambda, qualifier));
      }
      for (var url : function.urls()) {
        var config =
            lambda.getFunctionUrlConfig(
                request ->
                    request.functionName("orders").qualifier(Calls.nullIfEmpty(url.qualifier())));
        state.put(
            "url " + url.key(),
            List.of(
                config.functionUrl(),
                config.authTypeAsString(),
                String.valueOf(config.cors()),
                config.invokeModeAsString()));
      }
      return state.toString();
    }
  }

  private static List<String> statements(LambdaClient lambda, String qualifier) {
    GetPolicyResponse answer;
    try {
      answer = lambda.getPolicy(Calls.getPolicy("orders", qualifier));
    } catch (ResourceNotFoundException _) {
      return List.of();
    }
    return PolicyDocument.parse(answer.policy()).statements().stream()
        .sorted(Comparator.comparing(Statement::sid))
        .map(each -> each.tree().toString())
        .toList();
  }
}
