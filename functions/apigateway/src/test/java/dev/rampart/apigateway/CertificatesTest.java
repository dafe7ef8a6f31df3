package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.Op;

/// Whether callers need a client certificate, by the custom domains in the emulated account.
final class CertificatesTest {
  @Test
  void areNotAskedOnADomainThatServesTheRestApiWithoutThem() {
    var account = new RestAccount();
    account.patchesTheMethod();
    account.maria.updateRestApi(
        update ->
            update
                .restApiId(account.api)
                .patchOperations(
                    patch ->
                        patch.op(Op.REPLACE).path("/disableExecuteApiEndpoint").value("true")));
    account.rampart.looksAt(account.id, "GET /orders").isLeftAlone();

    account.maria.createDomainName(create -> create.domainName("open.example.com"));
    account.maria.createBasePathMapping(
        create -> create.domainName("open.example.com").restApiId(account.api).stage("prod"));
    account.rampart.looksAt(account.id, "GET /orders").isFlagged("anyone may call GET /orders");
  }

  @Test
  void areNotAskedOnADomainThatServesTheHttpApiWithoutThem() {
    var account = new HttpAccount();
    account.maria.createDomainName(
        create ->
            create
                .domainName("open.example.com")
                .domainNameConfigurations(each -> each.endpointType("REGIONAL")));
    var domain = account.rampart.domain();
    var api = account.rampart.load(account.id);
    assertThat(domain.learn(api, Set.of(Read.DOMAIN_NAMES)).learned().asksCertificates()).isTrue();

    account.maria.createApiMapping(
        create -> create.domainName("open.example.com").apiId(account.api).stage("prod"));
    assertThat(domain.learn(api, Set.of(Read.DOMAIN_NAMES)).learned().asksCertificates()).isFalse();
  }

  @Test
  void areAskedOnADomainWithATruststore() {
    var account = new HttpAccount();
    account.maria.createDomainName(
        create ->
            create
                .domainName("closed.example.com")
                .domainNameConfigurations(each -> each.endpointType("REGIONAL"))
                .mutualTlsAuthentication(tls -> tls.truststoreUri("s3://trust/store.pem")));
    account.maria.createApiMapping(
        create -> create.domainName("closed.example.com").apiId(account.api).stage("prod"));
    var domain = account.rampart.domain();
    var api = account.rampart.load(account.id);
    assertThat(domain.learn(api, Set.of(Read.DOMAIN_NAMES)).learned().asksCertificates()).isTrue();
  }
}
