package dev.rampart.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.change.Parsed.Hint;
import dev.rampart.change.Parsed.Ignored;
import dev.rampart.change.Parsed.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every envelope that may arrive, and what is made of it.
final class ChangesTest {
  private static final String ACCOUNT = "123456789012";
  private final Changes changes = new Changes(ACCOUNT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "[]",
        "[{\"source\":\"aws.iam\"}]",
        "{",
        "{\"source\":",
        "{}",
        "{\"source\":\"aws.iam\",\"detail-type\":\"AWS API Call via CloudTrail\"}",
        "{\"source\":\"aws.iam\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":null}",
        "{\"source\":\"aws.iam\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":[1]}",
        "{\"source\":\"aws.iam\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":{}}",
        "{\"source\":\"rampart\",\"detail-type\":\"Look Again\",\"detail\":{\"attempt\":1}}",
        "{\"source\":\"rampart\",\"detail-type\":\"Sweep\",\"detail\":{\"chunk\":\"1\"}}",
        "{\"source\":\"aws.config\",\"detail-type\":\"Config Configuration Item"
            + " Change\",\"detail\":{}}",
        "{\"source\":\"aws.config\",\"detail-type\":\"Config Rules Compliance"
            + " Change\",\"detail\":{}}"
      })
  void whatCannotBeReadIsMalformedAndNeverAnException(String body) {
    assertThat(changes.parse(body)).isInstanceOf(Malformed.class);
  }

  @Test
  void nestingWithoutEndIsMalformed() {
    assertThat(changes.parse("{\"detail\":".repeat(50_000))).isInstanceOf(Malformed.class);
    var again = "{\"source\":\"rampart\",\"detail-type\":\"Look Again\",\"detail\":{\"change\":";
    assertThat(changes.parse(again.repeat(400) + "{}" + "}}".repeat(400)))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws.iam | AWS API Call via CloudTrail | 999999999999 | x | another account",
        "aws.iam | AWS Console Sign In via CloudTrail | 123456789012 | x | of type",
        "my.app | AWS API Call via CloudTrail | 123456789012 | x | not AWS",
        "aws.iam | AWS API Call via CloudTrail | 123456789012 | AccessDenied | failed",
        "rampart | Anything | 123456789012 | x | of type"
      })
  void whatIsNoneOfItsBusinessIsIgnored(
      String source, String type, String account, String error, String why) {
    var code = error.equals("x") ? "" : ",\"errorCode\":\"" + error + "\"";
    assertThat(
            changes.parse(
                """
                {"source":"%s","detail-type":"%s","account":"%s",
                 "detail":{"eventName":"PutRolePolicy","eventSource":"iam.amazonaws.com"%s}}
                """
                    .formatted(source, type, account, code)))
        .isInstanceOfSatisfying(Ignored.class, each -> assertThat(each.why()).contains(why));
  }

  @Test
  void aCallForAnotherRecipientIsIgnored() {
    assertThat(changes.parse(call("iam", "PutRolePolicy", ",\"recipientAccountId\":\"9\"")))
        .isInstanceOf(Ignored.class);
  }

  @Test
  void aCallIsReadWithItsActor() {
    var change =
        hint(
            call(
                "iam",
                "PutRolePolicy",
                """
                ,"eventID":"e1","eventTime":"2026-03-01T12:00:00Z","sourceIPAddress":"203.0.113.7",
                "userAgent":"aws-cli","requestParameters":{"roleName":"r"},"responseElements":null,
                "userIdentity":{"arn":"arn:aws:sts::123456789012:assumed-role/dev/ann",
                  "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::123456789012:role/x/dev"}}}
                """));
    assertThat(change.id()).isEqualTo("e1");
    assertThat(change.at()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(change.actor().session()).isEqualTo("ann");
    assertThat(change.actor().isRole(ACCOUNT, "dev")).isTrue();
    assertThat(change.actor().isRole(ACCOUNT, "de")).isFalse();
    assertThat(change.actor().isRole("999999999999", "dev")).isFalse();
    assertThat(((ApiCall) change.cause()).requested("roleName")).isEqualTo("r");
    assertThat(((ApiCall) change.cause()).response().isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"cut\"", "[]", "7"})
  void parametersThatAreNoObjectAreMissing(String parameters) {
    var change = hint(call("iam", "PutRolePolicy", ",\"requestParameters\":" + parameters));
    assertThat(((ApiCall) change.cause()).request().isMissingNode()).isTrue();
    assertThat(((ApiCall) change.cause()).requested("roleName")).isEmpty();
  }

  @Test
  void aTimeThatIsNoneIsTheBeginningOfTime() {
    assertThat(hint(call("iam", "PutRolePolicy", ",\"eventTime\":\"soon\"")).at())
        .isEqualTo(Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource({
    "lambda, AddPermission20150331v2, AddPermission",
    "lambda, UpdateFunctionCode20150331v2, UpdateFunctionCode",
    "lambda, CreateFunction20150331, CreateFunction",
    "lambda, CreateFunctionUrlConfig, CreateFunctionUrlConfig",
    "iam, Odd20150331, Odd20150331"
  })
  void lambdasDatesAreTakenOff(String service, String name, String operation) {
    assertThat(hint(call(service, name, "")).name()).isEqualTo(operation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"managementEvent\":false",
        ",\"eventCategory\":\"Data\"",
        ",\"managementEvent\":false,\"eventCategory\":\"Data\""
      })
  void dataEventsAreReadWhetherTheyFailedOrNot(String kind) {
    var change =
        hint(
            call(
                "lambda",
                "Invoke",
                kind
                    + """
                    ,"eventID":"e1","errorCode":"AccessDenied","errorMessage":"not authorized",
                    "requestParameters":null,"resources":[{"accountId":"123456789012",
                      "type":"AWS::Lambda::Function",
                      "ARN":"arn:aws:lambda:us-east-1:123456789012:function:orders"},{}],
                    "userIdentity":{"type":"AWSAccount","principalId":"AIDA1",
                      "accountId":"999999999999"}
                    """));
    var call = (DataCall) change.cause();
    assertThat(call.isDenied()).isTrue();
    assertThat(call.message()).isEqualTo("not authorized");
    assertThat(call.caller()).isEqualTo("999999999999");
    assertThat(call.resources())
        .containsExactly("arn:aws:lambda:us-east-1:123456789012:function:orders");
    assertThat(call.request().isMissingNode()).isTrue();
    assertThat(change.name()).isEqualTo("Invoke");
    assertThat(change.source()).isEqualTo("lambda.amazonaws.com");
    assertThat(change.actor().principal()).isEqualTo("AIDA1");
    var well = (DataCall) hint(call("lambda", "Invoke", kind)).cause();
    assertThat(well.isDenied()).isFalse();
    assertThat(well.resources()).isEmpty();
  }

  @Test
  void dataEventsOfOthersAreIgnored() {
    assertThat(
            changes.parse(
                call(
                    "lambda",
                    "Invoke",
                    ",\"managementEvent\":false,\"recipientAccountId\":\"999999999999\"")))
        .isInstanceOf(Ignored.class);
  }

  @Test
  void configItemsAreReadWholeAndOversized() {
    var whole =
        hint(
            """
            {"source":"aws.config","detail-type":"Config Configuration Item Change","detail":
              {"configurationItem":{"resourceType":"AWS::IAM::Role","resourceId":"AROA1","ARN":"arn:x",
               "resourceName":"r","configurationItemCaptureTime":"2026-03-01T12:00:00.123Z"}}}
            """);
    assertThat(whole.cause()).isEqualTo(new ConfigItem("AWS::IAM::Role", "AROA1", "arn:x", "r"));
    assertThat(whole.at()).isAfter(Instant.EPOCH);
    var oversized =
        hint(
            """
            {"source":"aws.config","detail-type":"Config Configuration Item Change","detail":
              {"configurationItem":null,
               "configurationItemSummary":{"resourceType":"AWS::IAM::Role","resourceId":"AROA1"}}}
            """);
    assertThat(oversized.cause()).isEqualTo(new ConfigItem("AWS::IAM::Role", "AROA1", "", ""));
  }

  @Test
  void complianceIsRead() {
    var change =
        hint(
            """
            {"source":"aws.config","detail-type":"Config Rules Compliance Change","detail":
              {"configRuleName":"rule","resourceType":"AWS::IAM::Role","resourceId":"AROA1"}}
            """);
    assertThat(change.cause()).isEqualTo(new ConfigCompliance("rule", "AWS::IAM::Role", "AROA1"));
    assertThat(change.name()).isEqualTo("ComplianceChange:rule");
  }

  @Test
  void aFindingIsReadWhileItIsActive() {
    var finding =
        """
        {"source":"aws.access-analyzer","detail-type":"Unused Access Finding for IAM entities",
         "account":"123456789012","detail":
          {"findingId":"f-1","resource":"arn:x","resourceType":"AWS::IAM::Role","accountId":"123456789012",
           "status":"ACTIVE","isDeleted":false,"findingType":"UnusedPermission",
           "updatedAt":"2026-03-01T12:00:00.123Z"}}
        """;
    var change = hint(finding);
    assertThat(change.cause())
        .isEqualTo(new Finding("UnusedPermission", "AWS::IAM::Role", "arn:x"));
    assertThat(change.id()).isEqualTo("f-1");
    assertThat(change.name()).isEqualTo("Finding:UnusedPermission");
    assertThat(change.source()).isEqualTo("access-analyzer.amazonaws.com");
    assertThat(changes.parse(finding.replace("ACTIVE", "RESOLVED")))
        .isInstanceOf(Parsed.Ignored.class);
    assertThat(changes.parse(finding.replace("false", "true"))).isInstanceOf(Parsed.Ignored.class);
    assertThat(changes.parse(finding.replace("accountId\":\"1234", "accountId\":\"9999")))
        .isInstanceOf(Parsed.Ignored.class);
    assertThat(changes.parse(finding.replace("\"arn:x\"", "null")))
        .isInstanceOf(Parsed.Malformed.class);
  }

  @Test
  void aSweepOfItsOwnQueueIsBelievedWhole() {
    var change =
        hint(
            """
            {"source":"rampart","detail-type":"Sweep","detail":
              {"sweep":"s","chunk":"3","resources":["T arn:a"],"fixOpen":true}}
            """);
    assertThat(change.cause()).isEqualTo(new Sweep("s", "3", List.of("T arn:a"), true));
  }

  @Test
  void whatIsLeftOfAChunkSaysWhatWasListedAndWhenItIsDue() {
    var change =
        hint(
            """
            {"source":"rampart","detail-type":"Sweep","detail":
              {"sweep":"s","chunk":"3","listed":["T arn:b"],"resources":[],"due":86400}}
            """);
    assertThat(change.cause())
        .isEqualTo(
            new Sweep(
                "s",
                "3",
                List.of("T arn:b"),
                List.of(),
                false,
                Instant.EPOCH.plus(Duration.ofDays(1))));
  }

  @Test
  void aSweepOverEventBridgeStartsOneAndNothingElse() {
    var change =
        hint(
            """
            {"id":"e","source":"rampart","detail-type":"Sweep","account":"123456789012","detail":
              {"chunk":"3","resources":["T arn:a"],"fixOpen":true}}
            """);
    assertThat(change.cause()).isEqualTo(new Sweep("e", "", List.of(), false));
  }

  @Test
  void aForgedLookAgainIsIgnored() {
    var inner = call("iam", "CreateRole", "");
    assertThat(
            changes.parse(
                """
                {"source":"rampart","detail-type":"Look Again","account":"123456789012",
                 "detail":{"attempt":3,"resource":"T arn:a","change":%s}}
                """
                    .formatted(inner)))
        .isInstanceOf(Ignored.class);
  }

  @Test
  void aLookAgainIsTheChangeWithinIt() {
    var change =
        hint(
            """
            {"source":"rampart","detail-type":"Look Again",
             "detail":{"attempt":3,"resource":"T arn:a","change":%s}}
            """
                .formatted(call("iam", "CreateRole", "")));
    assertThat(change.name()).isEqualTo("CreateRole");
    assertThat(change.attempt()).isEqualTo(3);
    assertThat(change.only()).isEqualTo("T arn:a");
    assertThat(change.envelope().path("source").asText()).isEqualTo("aws.iam");
  }

  @Test
  void itsOwnHintsComeBackEqual() {
    var own = Change.own("undo-1", "T arn:a", ACCOUNT, "us-east-1", Instant.EPOCH);
    assertThat(hint(own.envelope().toString()).cause()).isEqualTo(own.cause());
  }

  @Test
  void aLargeEnvelopeIsRead() {
    var large = "x".repeat(300_000);
    var change =
        hint(
            call("iam", "PutRolePolicy", ",\"requestParameters\":{\"p\":\"%s\"}".formatted(large)));
    assertThat(((ApiCall) change.cause()).requested("p")).hasSize(300_000);
  }

  private Change hint(String body) {
    assertThat(changes.parse(body)).isInstanceOf(Hint.class);
    return ((Hint) changes.parse(body)).change();
  }

  private static String call(String service, String name, String rest) {
    return """
    {"id":"e","source":"aws.%s","detail-type":"AWS API Call via CloudTrail","account":"123456789012",
     "detail":{"eventName":"%s","eventSource":"%s.amazonaws.com"%s}}
    """
        .formatted(service, name, service, rest);
  }

  @Test
  void readsWhatAServiceDoesByItself() {
    var body =
        """
        {"source": "aws.secretsmanager", "detail-type": "AWS Service Event via CloudTrail",
         "account": "123456789012", "detail": {"eventSource": "secretsmanager.amazonaws.com",
         "eventName": "RotationFailed", "eventType": "AwsServiceEvent", "requestParameters": null,
         "userIdentity": {"invokedBy": "secretsmanager.amazonaws.com"},
         "additionalEventData": {"SecretId": "the secret"}}}
        """;
    assertThat(changes.parse(body))
        .isInstanceOfSatisfying(
            Hint.class,
            hint -> {
              assertThat(hint.change().actor().principal())
                  .isEqualTo("secretsmanager.amazonaws.com");
              assertThat(hint.change().cause())
                  .isInstanceOfSatisfying(
                      ApiCall.class,
                      call -> assertThat(call.requested("SecretId")).isEqualTo("the secret"));
            });
  }
}
