package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import dev.rampart.local.template.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/// A function with a policy and a URL, and what is done to it.
final class LambdaScene {
  static final String FUNCTION = "orders";
  static final String OPEN = "partners";

  private LambdaScene() {}

  static void create(Clients clients) {
    var lambda = clients.lambda();
    lambda.createFunction(
        create ->
            create
                .functionName(FUNCTION)
                .runtime("python3.13")
                .handler("app.handler")
                .role("arn:aws:iam::%s:role/%s".formatted(Deployment.ACCOUNT, IamScene.ROLE))
                .code(code -> code.zipFile(zip())));
    lambda.addPermission(
        add ->
            add.functionName(FUNCTION)
                .statementId("api")
                .action("lambda:InvokeFunction")
                .principal("apigateway.amazonaws.com")
                .sourceAccount(Deployment.ACCOUNT));
    lambda.createFunctionUrlConfig(
        create -> create.functionName(FUNCTION).authType(FunctionUrlAuthType.AWS_IAM));
  }

  static List<Act> acts() {
    return List.of(
        new Act(
            "PublicFunctionUrl",
            "turns off authentication of the function's URL and lets everyone call it",
            "the URL asks for signatures, without which the statement lets nobody in",
            LambdaScene::openUrl,
            auditor ->
                auditor.lambda().getFunctionUrlConfig(get -> get.functionName(FUNCTION)).authType()
                    == FunctionUrlAuthType.AWS_IAM),
        new Act(
            "PublicFunctionPolicy",
            "lets anyone invoke function orders",
            "only API Gateway may invoke it",
            LambdaScene::openPolicy,
            auditor -> !isOpen(auditor) && policy(auditor).contains("\"api\"")));
  }

  private static void openUrl(Clients person) {
    person
        .lambda()
        .addPermission(
            add ->
                add.functionName(FUNCTION)
                    .statementId("everyone")
                    .action("lambda:InvokeFunctionUrl")
                    .principal("*")
                    .functionUrlAuthType(FunctionUrlAuthType.NONE));
    person
        .lambda()
        .updateFunctionUrlConfig(
            update -> update.functionName(FUNCTION).authType(FunctionUrlAuthType.NONE));
  }

  private static void openPolicy(Clients person) {
    person
        .lambda()
        .addPermission(
            add ->
                add.functionName(FUNCTION)
                    .statementId(OPEN)
                    .action("lambda:InvokeFunction")
                    .principal("*"));
  }

  static boolean isOpen(Clients auditor) {
    return policy(auditor).contains("\"" + OPEN + "\"");
  }

  private static String policy(Clients auditor) {
    return auditor.lambda().getPolicy(get -> get.functionName(FUNCTION)).policy();
  }

  private static SdkBytes zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("app.py"));
      zip.write("def handler(event, context): return 'ok'".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SdkBytes.fromByteArray(bytes.toByteArray());
  }
}
