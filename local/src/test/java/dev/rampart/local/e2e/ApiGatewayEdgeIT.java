package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.apigateway.model.Op;

/// What stands between callers and APIs: domain names and web ACLs.
@ExtendWith(WithBot.class)
final class ApiGatewayEdgeIT {
  private final Bot bot;

  ApiGatewayEdgeIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void asksTheCallersOfADomainNameForNewerEncryptionAgain() {
    String name = created("TLS_1_2", "CLEAN");

    story(name)
        .isFixedUndoneAndRedone(
            "OldTls",
            "UpdateDomainName",
            () -> weakens(name),
            () -> policy(name),
            policy -> assertThat(policy).isEqualTo("TLS_1_0"));
  }

  @Test
  void asksTheCallersOfANewDomainNameForNewerEncryption() {
    String name = created("TLS_1_0", "FIXED");

    assertThat(policy(name)).isEqualTo("TLS_1_2");
  }

  @Test
  void looksAtADomainNameInARoundToo() {
    assertThat(policy(Old.DOMAIN)).isEqualTo("TLS_1_2");
    Story told = story(Old.DOMAIN);

    weakens(Old.DOMAIN);

    var alert = told.isTold("FIXED", "OldTls", "UpdateDomainName");
    assertThat(alert.facts().path("detail").asText()).contains("where it asked for TLS_1_2");
    assertThat(policy(Old.DOMAIN)).isEqualTo("TLS_1_2");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void letsTheSameWebAclGuardAStageAgain() {
    var api = new Rest(bot);
    try (var wall = new Wall(bot)) {
      wall.guards(api);

      api.story()
          .isFixedUndoneAndRedone(
              "DetachedWebAcl",
              "DisassociateWebACL",
              api::dropsItsWebAcl,
              () -> api.webAcl("prod"),
              acl -> assertThat(acl).isEqualTo("null"));
    }
  }

  @Test
  void waitsUntilTheWebAclIsKnownEverywhere() {
    var api = new Rest(bot);
    try (var wall = new Wall(bot)) {
      wall.guards(api);
      Story told = api.story();

      try (var outage =
          bot.fails(
              "rampart-apigateway",
              "wafv2",
              "AssociateWebACL",
              "WAFUnavailableEntityException",
              400)) {
        api.dropsItsWebAcl();
        told.awaitOutcome("DEFERRED");
        outage.awaitFailures(1);
      }
      told.awaitAlert("FIXED");

      assertThat(api.webAcl("prod")).isEqualTo(wall.arn);
      assertThat(told.allAlerts()).hasSize(1);
    }
  }

  @Test
  void tellsOfANewStageThatNoWebAclGuards() {
    var api = new Rest(bot);
    try (var wall = new Wall(bot)) {
      wall.guards(api);
      Story told = api.story();

      api.servesAt("dev");

      var alert = told.awaitAlert("REPORTED").facts();
      assertThat(alert.path("guardrail").asText()).isEqualTo("MissingWebAcl");
      assertThat(alert.path("detail").asText()).contains("no web ACL guards dev");
      assertThat(alert.path("byHand").toString()).contains(wall.arn, "/stages/dev");
      assertThat(told.allAlerts()).hasSize(1);
    }
  }

  @Test
  void tellsOnceOfAWebAclThatIsLessStrictThanItWas() {
    var api = new Rest(bot);
    try (var wall = new Wall(bot)) {
      wall.guards(api);
      Story strict = wall.story();
      wall.has(Wall.limit("flood", 500), Wall.limit("logins", 100));
      strict.awaitOutcome("CLEAN");
      bot.settle();
      Story told = wall.story();

      wall.has(Wall.limit("flood", 5000));

      var alert = told.isTold("REPORTED", "WeakenedWebAcl", "UpdateWebACL");
      assertThat(alert.facts().path("detail").asText())
          .contains(
              "rate limit flood takes 5000 requests in five minutes instead of 500",
              "rate limit logins is gone");
      assertThat(told.allAlerts()).hasSize(1);

      wall.has(Wall.limit("flood", 500), Wall.limit("logins", 50));
      told.awaitOutcome("CLEAN");
      assertThat(told.writes("rampart-apigateway")).isEmpty();
      assertThat(told.allAlerts()).hasSize(1);
    }
  }

  private String created(String policy, String outcome) {
    String name = bot.name("api") + ".example.com";
    Story story = story(name);
    bot.eve
        .apiGateway()
        .createDomainName(
            create ->
                create
                    .domainName(name)
                    .securityPolicy(policy)
                    .endpointConfiguration(endpoint -> endpoint.typesWithStrings("REGIONAL")));
    story.awaitOutcome(outcome);
    bot.settle();
    return name;
  }

  private Story story(String name) {
    return bot.story("arn:aws:apigateway:us-east-1::/domainnames/" + name);
  }

  private void weakens(String name) {
    bot.eve
        .apiGateway()
        .updateDomainName(
            update ->
                update
                    .domainName(name)
                    .patchOperations(
                        patch -> patch.op(Op.REPLACE).path("/securityPolicy").value("TLS_1_0")));
  }

  private String policy(String name) {
    return bot.auditor
        .apiGateway()
        .getDomainName(get -> get.domainName(name))
        .securityPolicyAsString();
  }
}
