package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

final class LambdaFunctionsTest {
  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Caller maria = account.person("maria");
  private final LambdaClient lambda = Orders.client(maria);
  private final LambdaFunctions functions =
      new LambdaFunctions(Orders.client(account.function("rampart-lambda")));

  @Test
  void readsThePolicyOfEveryQualifier() {
    Orders.create(maria);
    lambda.publishVersion(request -> request.functionName("orders"));
    lambda.createAlias(request -> request.functionName("orders").name("prod").functionVersion("1"));
    for (var name : List.of("orders", "orders:1", "orders:prod")) {
      lambda.addPermission(
          request ->
              request
                  .functionName(name)
                  .statementId("topic")
                  .action("lambda:InvokeFunction")
                  .principal("sns.amazonaws.com"));
    }
    lambda.createFunctionUrlConfig(
        request ->
            request.functionName("orders").qualifier("prod").authType(FunctionUrlAuthType.AWS_IAM));

    var function = present(functions.load(Orders.ID));

    assertThat(function.permissions()).containsOnlyKeys("1:topic", "prod:topic", "topic");
    assertThat(function.policies().values())
        .extracting(FunctionPolicy::revision)
        .doesNotContain("")
        .doesNotHaveDuplicates();
    assertThat(function.urls()).extracting(FunctionUrl::key).containsExactly("prod");
    assertThat(function.tags()).containsEntry("team", "shop");
    assertThat(function.account()).isEqualTo(EmulatedAccount.ID);
  }

  @Test
  void readsAFunctionThatHasNothing() {
    Orders.create(maria);

    var function = present(functions.load(Orders.ID));

    assertThat(function.permissions()).isEmpty();
    assertThat(function.urls()).isEmpty();
    assertThat(account.callsOf(account.function("rampart-lambda"))).hasSize(5);
  }

  @Test
  void findsAFunctionGone() {
    assertThat(functions.load(Orders.ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void listsEveryFunction() {
    Orders.create(maria);
    assertThat(functions.all().map(ResourceId::arn)).containsExactly(Orders.ARN);
  }

  private static LambdaFunction present(Loaded<LambdaFunction> loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<LambdaFunction>) loaded).resource();
  }
}
