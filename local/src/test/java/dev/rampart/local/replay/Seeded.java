package dev.rampart.local.replay;

import dev.rampart.local.aws.Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// An account with things in it that are as they should be, and things that are not.
final class Seeded {
  static final String ACCOUNT = "123456789012";
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow",
       "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}
      """;
  private static final String EVERYTHING =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}
      """;
  private static final String LITTLE =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
       "Resource":"arn:aws:s3:::orders/*"}}
      """;

  private final Clients clients;
  private final SdkBytes code;

  Seeded(Clients clients) throws IOException {
    this.clients = clients;
    this.code = SdkBytes.fromByteArray(zip());
    role("runner");
  }

  void role(String name) {
    clients.iam().createRole(create -> create.roleName(name).assumeRolePolicyDocument(TRUST));
  }

  void roleWithPolicy(String name, boolean bad) {
    role(name);
    clients
        .iam()
        .putRolePolicy(
            put -> put.roleName(name).policyName("app").policyDocument(bad ? EVERYTHING : LITTLE));
  }

  String policy(String name, boolean bad) {
    var arn =
        clients
            .iam()
            .createPolicy(
                create -> create.policyName(name).policyDocument(bad ? EVERYTHING : LITTLE))
            .policy()
            .arn();
    clients.iam().attachRolePolicy(attach -> attach.roleName("runner").policyArn(arn));
    return arn;
  }

  void function(String name, boolean bad) {
    clients
        .lambda()
        .createFunction(
            create ->
                create
                    .functionName(name)
                    .runtime(Runtime.PYTHON3_13)
                    .handler("index.handler")
                    .role("arn:aws:iam::%s:role/runner".formatted(ACCOUNT))
                    .code(zipped -> zipped.zipFile(code)));
    clients
        .lambda()
        .addPermission(
            add ->
                add.functionName(name)
                    .statementId("caller")
                    .action("lambda:InvokeFunction")
                    .principal(bad ? "*" : "arn:aws:iam::%s:root".formatted(ACCOUNT)));
  }

  String api(String name, boolean bad) {
    var id = clients.apiGateway().createRestApi(create -> create.name(name)).id();
    var root = clients.apiGateway().getResources(get -> get.restApiId(id)).items().getFirst().id();
    clients
        .apiGateway()
        .putMethod(
            put ->
                put.restApiId(id)
                    .resourceId(root)
                    .httpMethod("GET")
                    .authorizationType(bad ? "NONE" : "AWS_IAM"));
    clients
        .apiGateway()
        .putIntegration(
            put -> put.restApiId(id).resourceId(root).httpMethod("GET").type(IntegrationType.MOCK));
    return id;
  }

  private static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write("def handler(event, context): pass\n".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
