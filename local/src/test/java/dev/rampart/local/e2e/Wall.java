package dev.rampart.local.e2e;

import software.amazon.awssdk.services.wafv2.model.AllowAction;
import software.amazon.awssdk.services.wafv2.model.Scope;

/// A web ACL of the account while one test runs: as long as there is one, every API without is told
/// of. Closing it deletes it, and first the APIs that it was about.
final class Wall implements AutoCloseable {
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
                        .defaultAction(action -> action.allow(AllowAction.builder().build()))
                        .visibilityConfig(
                            seen ->
                                seen.metricName(name)
                                    .sampledRequestsEnabled(true)
                                    .cloudWatchMetricsEnabled(true)))
            .summary()
            .arn();
    bot.settle();
  }

  /// Guards the stage of an API that is there already.
  void guards(Rest api) {
    Story story = api.story();
    bot.eve.waf().associateWebACL(on -> on.webACLArn(arn).resourceArn(api.stageArn()));
    story.awaitOutcome("CLEAN");
    bot.settle();
  }

  @Override
  public void close() {
    String id = arn.substring(arn.lastIndexOf('/') + 1);
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
    String lock =
        bot.eve.waf().getWebACL(get -> get.name(name).scope(Scope.REGIONAL).id(id)).lockToken();
    bot.eve
        .waf()
        .deleteWebACL(delete -> delete.name(name).scope(Scope.REGIONAL).id(id).lockToken(lock));
    bot.settle();
  }
}
