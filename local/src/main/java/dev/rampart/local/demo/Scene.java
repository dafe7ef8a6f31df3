package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import java.util.List;
import java.util.stream.Stream;

/// What exists in the account before Rampart is installed.
public final class Scene {
  private final ApiGatewayScene apis;
  private final SecretsScene secrets;

  /// Creates it.
  public Scene(Clients clients) {
    IamScene.create(clients);
    LambdaScene.create(clients);
    CodeScene.create(clients);
    this.apis = new ApiGatewayScene(clients);
    this.secrets = new SecretsScene(clients);
  }

  /// What a person breaks, one act per guardrail at least.
  List<Act> acts() {
    return Stream.of(
            IamScene.acts(), apis.acts(), secrets.acts(), CodeScene.acts(), LambdaScene.acts())
        .flatMap(List::stream)
        .toList();
  }
}
