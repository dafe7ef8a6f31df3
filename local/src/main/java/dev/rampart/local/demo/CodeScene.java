package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// The code of the function, a layer and its variables, and what is done to them.
final class CodeScene {
  private static final String LAYER = "shop-tools";
  private static final String VARIABLE = "DB_PASSWORD";
  private static final String PASSWORD = "Tr0ub4dor$1-k9Zq-of-the-shop";

  private CodeScene() {}

  /// After the function.
  static void create(Clients clients) {
    clients
        .lambda()
        .publishLayerVersion(
            publish ->
                publish.layerName(LAYER).content(content -> content.zipFile(zip("tools = 'all'"))));
  }

  static List<Act> acts() {
    return List.of(
        new Act(
            "PlaintextSecret",
            "puts a password into the variables of function orders",
            "REPORTED",
            PASSWORD,
            "the variable is as eve set it, and its value is in no alert and no log",
            person ->
                person
                    .lambda()
                    .updateFunctionConfiguration(
                        update ->
                            update
                                .functionName(LambdaScene.FUNCTION)
                                .environment(all -> all.variables(Map.of(VARIABLE, PASSWORD)))),
            auditor -> Map.of(VARIABLE, PASSWORD).equals(variables(auditor))),
        new Act(
            "PublicLayer",
            "shares layer shop-tools with every AWS account",
            "nobody else may use the layer",
            person ->
                person
                    .lambda()
                    .addLayerVersionPermission(
                        add ->
                            add.layerName(LAYER)
                                .versionNumber(1L)
                                .statementId("everyone")
                                .action("lambda:GetLayerVersion")
                                .principal("*")),
            auditor -> !isShared(auditor)));
  }

  /// Other code for the function.
  static void upload(Clients person, String code) {
    person
        .lambda()
        .updateFunctionCode(update -> update.functionName(LambdaScene.FUNCTION).zipFile(zip(code)));
  }

  static String hash(Clients auditor) {
    return auditor
        .lambda()
        .getFunctionConfiguration(get -> get.functionName(LambdaScene.FUNCTION))
        .codeSha256();
  }

  private static Map<String, String> variables(Clients auditor) {
    return auditor
        .lambda()
        .getFunctionConfiguration(get -> get.functionName(LambdaScene.FUNCTION))
        .environment()
        .variables();
  }

  private static boolean isShared(Clients auditor) {
    try {
      auditor.lambda().getLayerVersionPolicy(get -> get.layerName(LAYER).versionNumber(1L));
      return true;
    } catch (ResourceNotFoundException _) {
      return false;
    }
  }

  static SdkBytes zip(String code) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("app.py"));
      zip.write(code.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SdkBytes.fromByteArray(bytes.toByteArray());
  }
}
