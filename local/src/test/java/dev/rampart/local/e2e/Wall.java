package dev.rampart.local.e2e;

import software.amazon.awssdk.services.wafv2.model.AllowAction;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.DefaultAction;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.VisibilityConfig;

/// A web ACL of the account while one test runs: as long as there is one, every API without is told
/// of. Closing it deletes it, and first the APIs that it was about.
final class Wall implements AutoCloseable {
  private static final DefaultAction ALLOW =
      DefaultAction.builder().allow(AllowAction.builder().build()).build();

  private final Bot bot;
  private final String name;
  final String arn;

  Wall(Bot bot) {
    this.bot = bot;
    this.name = bot.name("public-apis");
    this.arn =
        bot.eve
            .waf()
            .createWebACL(
                create ->
                    create
                        .name(name)
                        .scope(Scope.REGIONAL)
                        .defaultAction(ALLOW)
                        .visibilityConfig(seen(name)))
            .summary()
            .arn();
    bot.settle();
  }

  /// A rule that blocks who calls more often than that in five minutes.
  static Rule limit(String name, long calls) {
    return Rule.builder()
        .name(name)
        .priority(1)
        .action(action -> action.block(BlockAction.builder().build()))
        .statement(is -> is.rateBasedStatement(rate -> rate.limit(calls).aggregateKeyType("IP")))
        .visibilityConfig(seen(name))
        .build();
  }

  private static VisibilityConfig seen(String metric) {
    return VisibilityConfig.builder()
        .metricName(metric)
        .sampledRequestsEnabled(true)
        .cloudWatchMetricsEnabled(true)
        .build();
  }

  Story story() {
    return bot.story(arn);
  }

  /// Guards the stage of an API that is there already.
  void guards(Rest api) {
    Story story = api.story();
    bot.eve.waf().associateWebACL(on -> on.webACLArn(arn).resourceArn(api.stageArn()));
    story.awaitOutcome("CLEAN");
    bot.settle();
  }

  /// Replaces all of its rules.
  void has(Rule... rules) {
    String lock = lock();
    bot.eve
        .waf()
        .updateWebACL(
            update ->
                update
                    .name(name)
                    .scope(Scope.REGIONAL)
                    .id(id())
                    .lockToken(lock)
                    .defaultAction(ALLOW)
                    .visibilityConfig(seen(name))
                    .rules(rules));
  }

  private String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private String lock() {
    return bot.eve.waf().getWebACL(get -> get.arn(arn)).lockToken();
  }

  @Override
  public void close() {
    bot
        .eve
        .waf()
        .listResourcesForWebACL(list -> list.webACLArn(arn).resourceType("API_GATEWAY"))
        .resourceArns()
        .stream()
        .map(stage -> stage.split("/", -1)[2])
        .distinct()
        .forEach(api -> bot.eve.apiGateway().deleteRestApi(delete -> delete.restApiId(api)));
    bot.settle();
    String lock = lock();
    bot.eve
        .waf()
        .deleteWebACL(delete -> delete.name(name).scope(Scope.REGIONAL).id(id()).lockToken(lock));
    bot.settle();
  }
}
