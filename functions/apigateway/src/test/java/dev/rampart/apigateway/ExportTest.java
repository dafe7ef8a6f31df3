package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExportTest {
  private static final String GUARDED =
      """
      {"openapi": "3.0.1", "info": {"title": "orders", "version": "2026-01-01T00:00:00Z"},
       "servers": [{"url": "https://a.example/prod"}],
       "paths": {"/orders": {"get": {"security": [{"pool": []}],
         "x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": "arn:one"}}}},
       "components": {"securitySchemes": {"pool": {"type": "apiKey"}}}}
      """;

  @Test
  void isTheSameContentWhateverIsAskedOfCallers() {
    var open =
        """
        {"paths": {"/orders": {"get": {
           "x-amazon-apigateway-integration": {"uri": "arn:one", "type": "aws_proxy"}}}},
         "info": {"title": "orders", "version": "2026-02-02T00:00:00Z"}, "openapi": "3.0.1"}
        """;
    assertThat(export(open).content()).isEqualTo(export(GUARDED).content());
  }

  @Test
  void isAnotherContentIfAnythingElseDiffers() {
    var moved = GUARDED.replace("arn:one", "arn:two");
    var more = GUARDED.replace("\"components\": {", "\"components\": {\"schemas\": {\"A\": {}}, ");
    var fenced = GUARDED.replaceFirst("\\{", "{\"x-amazon-apigateway-policy\": {},");
    assertThat(export(moved).content()).isNotEqualTo(export(GUARDED).content());
    assertThat(export(more).content()).isNotEqualTo(export(GUARDED).content());
    assertThat(export(fenced).content()).isNotEqualTo(export(GUARDED).content());
  }

  @Test
  void tellsWhatAStageOfAnHttpApiServes() {
    var served =
        export(
                """
                {"paths": {
                  "/$default": {"x-amazon-apigateway-any-method": {"isDefaultRoute": true}},
                  "/a": {"get": {"security": [{"jwt": ["s"]}]}, "parameters": []},
                  "/b": {"x-amazon-apigateway-any-method":
                    {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}}}},
                 "components": {"securitySchemes": {"jwt":
                   {"x-amazon-apigateway-authorizer": {"type": "jwt"}}}}}
                """)
            .served("prod", "dep1", _ -> false);
    assertThat(served)
        .extracting(Access.Live::key, Access.Live::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("$default on prod", "NONE"),
            org.assertj.core.groups.Tuple.tuple("ANY /b on prod", "AWS_IAM"),
            org.assertj.core.groups.Tuple.tuple("GET /a on prod", "JWT"));
    assertThat(served).allSatisfy(each -> assertThat(each.opens()).containsExactly("$default"));
  }

  @Test
  void readsNothingFromWhatIsNotAnObject() {
    assertThat(Export.parse("<html>")).isEmpty();
    assertThat(Export.parse("[]")).isEmpty();
    assertThat(Export.parse("")).isEmpty();
  }

  private static Export export(String text) {
    return Export.parse(text).orElseThrow();
  }
}
