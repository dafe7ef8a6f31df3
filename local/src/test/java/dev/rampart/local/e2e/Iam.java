package dev.rampart.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/// Roles and policies of the tests.
final class Iam {
  static final String EVERYTHING =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
      """;
  static final String NARROW =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem"],
       "Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/orders"}]}\
      """;
  static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

  private final Bot bot;

  Iam(Bot bot) {
    this.bot = bot;
  }

  /// A role of a Lambda function that Rampart has seen.
  Story knownRole(String prefix) {
    Story story = newRole(prefix, "lambda.amazonaws.com", "/");
    story.awaitOutcome("CLEAN");
    return bot.story(story.arn());
  }

  Story newRole(String prefix, String service, String path) {
    String name = bot.name(prefix);
    Story story = bot.story("arn:aws:iam::123456789012:role" + path + name);
    bot.eve
        .iam()
        .createRole(
            create -> create.roleName(name).path(path).assumeRolePolicyDocument(trust(service)));
    return story;
  }

  static String trust(String service) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
     "Principal":{"Service":"%s"}}]}\
    """
        .formatted(service);
  }

  static String nameOf(Story role) {
    return role.arn().substring(role.arn().lastIndexOf('/') + 1);
  }

  void put(Story role, String policy, String document) {
    bot.eve
        .iam()
        .putRolePolicy(
            put -> put.roleName(nameOf(role)).policyName(policy).policyDocument(document));
  }

  /// All that is granted to a role, as the auditor sees it.
  Map<String, String> rights(Story role) {
    var iam = bot.auditor.iam();
    var rights = new TreeMap<String, String>();
    for (String policy : iam.listRolePolicies(list -> list.roleName(nameOf(role))).policyNames()) {
      String document =
          iam.getRolePolicy(get -> get.roleName(nameOf(role)).policyName(policy)).policyDocument();
      rights.put(policy, URLDecoder.decode(document, UTF_8));
    }
    for (AttachedPolicy policy :
        iam.listAttachedRolePolicies(list -> list.roleName(nameOf(role))).attachedPolicies()) {
      rights.put(policy.policyArn(), "attached");
    }
    return rights;
  }
}
