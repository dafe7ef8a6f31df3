package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;

final class OldTlsTest {
  private static final String NAME = "api.example.com";
  private static final String ARN = "arn:aws:apigateway:us-east-1::/domainnames/" + NAME;

  private final GuardrailTester<DomainName, DomainName.Tls> domains = Samples.domain(new OldTls());

  @Test
  void asksForNewerEncryptionAgain() {
    domains
        .given(domain("TLS_1_0", false))
        .with(goodBefore(tls("TLS_1_2")))
        .isFlagged("callers may use TLS 1.0, where it asked for TLS_1_2")
        .would("ask callers of api.example.com for TLS 1.2 at least", RESTRICTS)
        .wouldRun(
            "aws apigateway update-domain-name --domain-name api.example.com --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/securityPolicy\",\"value\":\"TLS_1_2\"}]'");
  }

  @Test
  void asksForNewerEncryptionOfANewOneToo() {
    domains
        .given(domain("TLS_1_0", false))
        .with(provedNew())
        .isFlagged("callers may use TLS 1.0")
        .would("ask callers of api.example.com for TLS 1.2", RESTRICTS);
  }

  @Test
  void saysWhichStricterPolicyWentBeforeAndAsksForWhatCanBeAskedWithoutMore() {
    domains
        .given(domain("TLS_1_0", false))
        .with(goodBefore(tls("SecurityPolicy_TLS13_1_3_2025_09")))
        .isFlagged("where it asked for SecurityPolicy_TLS13_1_3_2025_09")
        .would("for TLS 1.2 at least", RESTRICTS);
  }

  @Test
  void waitsUntilAnEarlierChangeIsThrough() {
    domains
        .given(domain("TLS_1_0", true))
        .with(goodBefore(tls("TLS_1_2")))
        .isNotYetJudged("still changing the domain name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_1_2",
        "SecurityPolicy_TLS13_1_3_2025_09",
        "SecurityPolicy_TLS13_1_2_2021_06",
        "SecurityPolicy_TLS12_2018_EDGE",
        "SecurityPolicy_OF_TOMORROW",
        ""
      })
  void leavesStricterPoliciesAlone(String policy) {
    domains.given(domain(policy, false)).isLeftAlone();
    domains.given(domain(policy, true)).isLeftAlone();
  }

  @Test
  void asksForNewerEncryptionInTheAccount() {
    var account = EmulatedAccount.empty();
    var maria = Samples.rest(account.person("maria"));
    maria.createDomainName(
        create ->
            create
                .domainName(NAME)
                .securityPolicy("TLS_1_2")
                .endpointConfiguration(endpoint -> endpoint.typesWithStrings("REGIONAL")));
    var rampart =
        Samples.domain(new OldTls())
            .in(
                account,
                "rampart-apigateway",
                (caller, _) ->
                    Samples.rest(caller).getDomainName(get -> get.domainName(NAME)).toString());
    var id = new ResourceId("AWS::ApiGateway::DomainName", ARN);
    rampart.learns(id).looksAt(id).isLeftAlone();
    weakens(maria);
    rampart
        .looksAt(id)
        .isFixed(
            auditor ->
                assertThat(
                        Samples.rest(auditor)
                            .getDomainName(get -> get.domainName(NAME))
                            .securityPolicyAsString())
                    .isEqualTo("TLS_1_2"));
  }

  private static void weakens(ApiGatewayClient client) {
    client.updateDomainName(
        update ->
            update
                .domainName(NAME)
                .patchOperations(
                    patch -> patch.op(Op.REPLACE).path("/securityPolicy").value("TLS_1_0")));
  }

  private static DomainName domain(String policy, boolean isChanging) {
    var id = new ResourceId("AWS::ApiGateway::DomainName", ARN);
    return new DomainName(id, Map.of(), isChanging, tls(policy));
  }

  private static DomainName.Tls tls(String policy) {
    return new DomainName.Tls(policy);
  }
}
