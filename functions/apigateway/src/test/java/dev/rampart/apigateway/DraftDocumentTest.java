package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.Resource;

/// The draft in the words of an export, against the export of a stage that serves the same.
final class DraftDocumentTest {
  private final RestAccount account = new RestAccount();

  @Test
  void readsAsTheExportOfAStageThatServesTheSame() {
    account.adds(
        put ->
            put.httpMethod("POST")
                .authorizationType("AWS_IAM")
                .apiKeyRequired(true)
                .operationName("order")
                .requestParameters(
                    Map.of(
                        "method.request.querystring.page", true,
                        "method.request.header.X-Trace", false)));
    account.maria.putMethodResponse(
        put ->
            put.restApiId(account.api)
                .resourceId(account.resource())
                .httpMethod("POST")
                .statusCode("201")
                .responseParameters(Map.of("method.response.header.Location", true)));
    account.maria.putIntegrationResponse(
        put ->
            put.restApiId(account.api)
                .resourceId(account.resource())
                .httpMethod("POST")
                .statusCode("201")
                .responseTemplates(Map.of("application/json", "{}")));
    account.deploys();
    assertThat(draft()).contains(Set.of());
  }

  @Test
  void namesWhatAsksSomethingElse() {
    account.patchesTheMethod();
    assertThat(draft()).contains(Set.of("GET /orders"));
  }

  @Test
  void saysNothingOfModels() {
    account.adds(
        put ->
            put.httpMethod("POST")
                .authorizationType("AWS_IAM")
                .requestModels(Map.of("application/json", "Empty")));
    account.deploys();
    assertThat(draft()).isEmpty();
  }

  private Optional<Set<String>> draft() {
    List<Resource> resources = RestDraft.resources(account.maria, account.api);
    var authorizers =
        account.maria.getAuthorizers(get -> get.restApiId(account.api)).items().stream()
            .map(Authorizer::of)
            .toList();
    var draft = DraftDocument.of(resources, authorizers, List.of(), "");
    var export = Export.parse(account.export(account.auditor()));
    return draft.flatMap(each -> each.differsInAuthorizationOnly(export.orElseThrow()));
  }
}
