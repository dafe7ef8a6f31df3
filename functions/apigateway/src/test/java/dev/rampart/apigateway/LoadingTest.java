package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import org.junit.jupiter.api.Test;

/// What loaders say of APIs that are not there, and which APIs they list.
final class LoadingTest {
  @Test
  void tellsThatARestApiIsGone() {
    var account = new RestAccount();
    var domain = account.rampart.domain();
    assertThat(domain.all().map(ResourceId::arn)).containsExactly(account.id.arn());
    account.maria.deleteRestApi(delete -> delete.restApiId(account.api));
    assertThat(domain.load(account.id)).isEqualTo(new Loaded.Gone<RestApi>());
    assertThat(domain.all()).isEmpty();
  }

  @Test
  void tellsThatAnHttpApiIsGone() {
    var account = new HttpAccount();
    var domain = account.rampart.domain();
    assertThat(domain.all().map(ResourceId::arn)).containsExactly(account.id.arn());
    account.maria.deleteApi(delete -> delete.apiId(account.api));
    assertThat(domain.load(account.id)).isEqualTo(new Loaded.Gone<HttpApi>());
    assertThat(domain.all()).isEmpty();
  }
}
