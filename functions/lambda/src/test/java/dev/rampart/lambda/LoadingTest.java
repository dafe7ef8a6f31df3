package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

final class LoadingTest {
  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Caller maria = account.person("maria");
  private final Caller bot = account.function("rampart-lambda");
  private final LambdaClient lambda = Orders.client(maria);
  private final FunctionPolicies policies = Orders.policies(bot);
  private final FunctionUrls urls = new FunctionUrls(Orders.client(bot));

  @Test
  void readsThePolicyOfOneQualifier() {
    create();
    for (var name : List.of("orders", "orders:1", "orders:prod")) {
      lambda.addPermission(
          request ->
              request
                  .functionName(name)
                  .statementId("topic-" + name.replace(':', '-'))
                  .action("lambda:InvokeFunction")
                  .principal("sns.amazonaws.com"));
    }

    var policy = present(policies.load(prod().id(FunctionPolicy.TYPE)));

    assertThat(policy.permissions()).containsOnlyKeys("topic-orders-prod");
    assertThat(policy.revision()).isNotEmpty();
    assertThat(policy.tags()).containsEntry("team", "shop");
    assertThat(policy.arn().account()).isEqualTo(EmulatedAccount.ID);
    assertThat(calls()).containsExactly("lambda:GetPolicy", "lambda:ListTags");
    assertThat(present(policies.load(Orders.POLICY)).permissions())
        .containsOnlyKeys("topic-orders");
  }

  @Test
  void readsAFunctionWithoutPolicy() {
    create();

    assertThat(present(policies.load(Orders.POLICY)).permissions()).isEmpty();
    assertThat(calls()).containsExactly("lambda:GetPolicy", "lambda:ListTags");
  }

  @Test
  void findsAFunctionGone() {
    assertThat(policies.load(Orders.POLICY)).isInstanceOf(Loaded.Gone.class);
    assertThat(urls.load(Orders.URL_ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void readsAUrlThatAsksForSignaturesWithoutThePolicy() {
    create();
    createUrl(FunctionUrlAuthType.AWS_IAM);

    var url = present(urls.load(prod().id(FunctionUrl.TYPE)));

    assertThat(url.key()).isEqualTo("prod");
    assertThat(url.tags()).containsEntry("team", "shop");
    assertThat(calls()).containsExactly("lambda:GetFunctionUrlConfig", "lambda:ListTags");
  }

  @Test
  void readsThePolicyOfAUrlThatAsksForNone() {
    create();
    createUrl(FunctionUrlAuthType.NONE);
    lambda.addPermission(
        request ->
            request
                .functionName("orders:prod")
                .statementId("url")
                .action("lambda:InvokeFunctionUrl")
                .principal("*")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));

    var url = present(urls.load(prod().id(FunctionUrl.TYPE)));

    assertThat(url.access().permissions()).extracting(Permission::key).containsExactly("url");
    assertThat(calls())
        .containsExactlyInAnyOrder(
            "lambda:GetFunctionUrlConfig", "lambda:GetPolicy", "lambda:ListTags");
  }

  @Test
  void readsOnlyWhatGuardrailsJudgeAgain() {
    create();
    createUrl(FunctionUrlAuthType.NONE);
    var policy = present(policies.load(Orders.POLICY));
    var url = present(urls.load(prod().id(FunctionUrl.TYPE)));
    lambda.addPermission(
        request ->
            request
                .functionName("orders")
                .statementId("topic")
                .action("lambda:InvokeFunction")
                .principal("sns.amazonaws.com"));
    var before = calls().size();

    assertThat(present(urls.reload(url))).isEqualTo(url);
    var again = present(policies.reload(policy));

    assertThat(again.permissions()).containsOnlyKeys("topic");
    assertThat(again.tags()).isEqualTo(policy.tags());
    assertThat(calls().subList(before, calls().size()))
        .containsExactly("lambda:GetFunctionUrlConfig", "lambda:GetPolicy", "lambda:GetPolicy");
  }

  @Test
  void seesAFunctionDeletedMeanwhile() {
    create();
    createUrl(FunctionUrlAuthType.AWS_IAM);
    var policy = present(policies.load(Orders.POLICY));
    var url = present(urls.load(prod().id(FunctionUrl.TYPE)));
    assertThat(policies.reload(policy)).isInstanceOf(Loaded.Present.class);
    lambda.deleteFunction(request -> request.functionName("orders"));

    assertThat(policies.reload(policy)).isInstanceOf(Loaded.Gone.class);
    assertThat(urls.reload(url)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void findsAFunctionWithoutUrlInOneCall() {
    create();

    assertThat(urls.load(Orders.URL_ID)).isInstanceOf(Loaded.Gone.class);
    assertThat(calls()).containsExactly("lambda:GetFunctionUrlConfig");
  }

  @Test
  void sweepsEveryAliasVersionAndUrlOfEveryFunction() {
    create();
    createUrl(FunctionUrlAuthType.NONE);

    assertThat(policies.all()).containsExactly(Orders.POLICY);
    assertThat(policies.within(Orders.POLICY))
        .containsExactly(
            Orders.POLICY,
            Orders.FUNCTION.at("1").id(FunctionPolicy.TYPE),
            prod().id(FunctionPolicy.TYPE));
    assertThat(urls.all()).containsExactly(Orders.URL_ID);
    assertThat(urls.within(Orders.URL_ID)).containsExactly(prod().id(FunctionUrl.TYPE));
  }

  @Test
  void sweepsPastAFunctionDeletedMeanwhile() {
    assertThat(policies.within(Orders.POLICY)).containsExactly(Orders.POLICY);
    assertThat(urls.within(Orders.URL_ID)).isEmpty();
  }

  @Test
  void countsTheCallsOfASweep() {
    create();
    createUrl(FunctionUrlAuthType.NONE);

    var visit = policies.forOneVisit();
    visit.within(Orders.POLICY).forEach(visit::load);
    var forPolicies = calls().size();
    urls.within(Orders.URL_ID).forEach(urls::load);

    assertThat(forPolicies).isEqualTo(policies.callsPerLook());
    assertThat(calls().size() - forPolicies).isEqualTo(urls.callsPerLook());
  }

  @Test
  void readsTheTagsOfAFunctionOnceInAVisitUnlessItLooksAgain() {
    create();
    var visit = policies.forOneVisit();

    visit.within(Orders.POLICY).forEach(visit::load);

    assertThat(calls()).filteredOn("lambda:ListTags"::equals).hasSize(1);
    lambda.tagResource(
        request -> request.resource(Orders.ARN).tags(Map.of("rampart:exempt", "Everything")));
    assertThat(present(visit.load(prod().id(FunctionPolicy.TYPE))).tags())
        .containsKey("rampart:exempt");
    assertThat(present(policies.load(Orders.POLICY)).tags()).containsKey("rampart:exempt");
  }

  private void create() {
    Orders.create(maria);
    lambda.publishVersion(request -> request.functionName("orders"));
    lambda.createAlias(request -> request.functionName("orders").name("prod").functionVersion("1"));
  }

  private void createUrl(FunctionUrlAuthType type) {
    lambda.createFunctionUrlConfig(
        request -> request.functionName("orders").qualifier("prod").authType(type));
  }

  private static FunctionArn prod() {
    return Orders.FUNCTION.at("prod");
  }

  private List<String> calls() {
    return account.callsOf(bot).stream().map(each -> each.name()).toList();
  }

  private static <R extends Resource> R present(Loaded<R> loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<R>) loaded).resource();
  }
}
