package dev.rampart.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// A Lambda function that Rampart knows, with an alias `live`, which an API may call.
final class Function {
  private final Bot bot;
  final String name;

  Function(Bot bot) {
    this.bot = bot;
    this.name = bot.name("orders-function");
    String role = bot.name("orders-role");
    bot.eve
        .iam()
        .createRole(
            create ->
                create.roleName(role).assumeRolePolicyDocument(Iam.trust("lambda.amazonaws.com")));
    Story story = story();
    Story alias = story("live");
    bot.eve
        .lambda()
        .createFunction(
            create ->
                create
                    .functionName(name)
                    .runtime(Runtime.PYTHON3_13)
                    .role("arn:aws:iam::123456789012:role/" + role)
                    .handler("app.handler")
                    .publish(true)
                    .code(code -> code.zipFile(SdkBytes.fromUtf8String("nobody runs it"))));
    bot.eve
        .lambda()
        .createAlias(create -> create.functionName(name).name("live").functionVersion("1"));
    grants(
        null,
        add ->
            add.statementId("api")
                .principal("apigateway.amazonaws.com")
                .sourceArn("arn:aws:execute-api:us-east-1:123456789012:abc/*"));
    story.awaitOutcome("CLEAN", 2);
    alias.awaitOutcome("CLEAN");
    bot.settle();
  }

  Story story() {
    return bot.story("arn:aws:lambda:us-east-1:123456789012:function:" + name);
  }

  /// What happens to an alias, which has a policy of its own.
  Story story(String alias) {
    return bot.story("arn:aws:lambda:us-east-1:123456789012:function:" + name + ":" + alias);
  }

  /// Adds a statement for `lambda:InvokeFunction`, unless it says another action.
  void grants(
      @Nullable String qualifier, java.util.function.Consumer<AddPermissionRequest.Builder> rest) {
    bot.eve
        .lambda()
        .addPermission(
            add -> {
              add.functionName(name).qualifier(qualifier).action("lambda:InvokeFunction");
              rest.accept(add);
            });
  }

  void withdraws(String statement) {
    bot.eve.lambda().removePermission(remove -> remove.functionName(name).statementId(statement));
  }

  void opens(@Nullable String qualifier) {
    grants(qualifier, add -> add.statementId("all").principal("*"));
  }

  void hasAlias(String alias) {
    bot.eve
        .lambda()
        .createAlias(create -> create.functionName(name).name(alias).functionVersion("1"));
  }

  void isDeleted() {
    bot.eve.lambda().deleteFunction(delete -> delete.functionName(name));
  }

  void createsUrl(FunctionUrlAuthType type) {
    bot.eve.lambda().createFunctionUrlConfig(create -> create.functionName(name).authType(type));
  }

  /// With the credentials of its visitors.
  void createsUrl(FunctionUrlAuthType type, String website) {
    bot.eve
        .lambda()
        .createFunctionUrlConfig(
            create ->
                create
                    .functionName(name)
                    .authType(type)
                    .cors(cors -> cors.allowCredentials(true).allowOrigins(website).maxAge(60)));
  }

  void lets(String website) {
    bot.eve
        .lambda()
        .updateFunctionUrlConfig(
            update ->
                update
                    .functionName(name)
                    .cors(cors -> cors.allowCredentials(true).allowOrigins(website).maxAge(60)));
  }

  String websites() {
    return bot.auditor
        .lambda()
        .getFunctionUrlConfig(get -> get.functionName(name))
        .cors()
        .toString();
  }

  void opensUrl() {
    bot.eve
        .lambda()
        .updateFunctionUrlConfig(
            update -> update.functionName(name).authType(FunctionUrlAuthType.NONE));
  }

  /// The first of the two statements that a URL without signature needs.
  void letsEveryoneInvokeViaUrl() {
    grants(null, add -> add.statementId("via").principal("*").invokedViaFunctionUrl(true));
  }

  /// The other one, which opens it.
  void letsEveryoneCallUrl() {
    grants(
        null,
        add ->
            add.statementId("url")
                .action("lambda:InvokeFunctionUrl")
                .principal("*")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
  }

  String urlType() {
    return bot.auditor
        .lambda()
        .getFunctionUrlConfig(get -> get.functionName(name))
        .authTypeAsString();
  }

  /// The statements of the function and of its alias, in the order of their ids.
  List<String> statements() {
    return Stream.of("", "live")
        .flatMap(
            qualifier -> policy(qualifier).map(statement -> (qualifier + ": " + statement).strip()))
        .toList();
  }

  private Stream<JsonNode> policy(String qualifier) {
    try {
      String text =
          bot.auditor
              .lambda()
              .getPolicy(
                  get -> get.functionName(name).qualifier(qualifier.isEmpty() ? null : qualifier))
              .policy();
      return StreamSupport.stream(Bot.json(text).path("Statement").spliterator(), false)
          .sorted(Comparator.comparing(each -> each.path("Sid").asText()));
    } catch (ResourceNotFoundException e) {
      return Stream.empty();
    }
  }
}
