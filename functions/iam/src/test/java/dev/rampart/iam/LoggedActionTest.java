package dev.rampart.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoggedActionTest {
  @ParameterizedTest
  @CsvSource({
    "dynamodb.amazonaws.com, DescribeTable, dynamodb:DescribeTable",
    "monitoring.amazonaws.com, PutMetricAlarm, cloudwatch:PutMetricAlarm",
    "email.amazonaws.com, DeleteIdentity, ses:DeleteIdentity",
    "ses.amazonaws.com, DeleteIdentity, ses:DeleteIdentity",
    "tagging.amazonaws.com, GetResources, tag:GetResources",
    "s3.amazonaws.com, ListBuckets, s3:ListAllMyBuckets",
    "s3.amazonaws.com, PutBucketEncryption, s3:PutEncryptionConfiguration",
    "s3.amazonaws.com, GetBucketCors, s3:GetBucketCORS",
    "lambda.amazonaws.com, ListFunctions20150331, lambda:ListFunctions",
    "lambda.amazonaws.com, UpdateFunctionCode20150331v2, lambda:UpdateFunctionCode",
    "cloudfront.amazonaws.com, GetDistribution2020_05_31, cloudfront:GetDistribution"
  })
  void knowsTheActionsOfEvents(String source, String name, String action) {
    assertThat(LoggedAction.of(event(source, name))).contains(action);
  }

  @ParameterizedTest
  @CsvSource({
    // The actions of API Gateway are HTTP methods.
    "apigateway.amazonaws.com, GetRestApis, apigateway",
    "s3.amazonaws.com, BrandNewCall, s3",
    "newservice.amazonaws.com, GetThing, newservice",
    "monitoring.amazonaws.com, BrandNewCall, cloudwatch",
    "strange, GetThing, strange"
  })
  void leavesTheServiceOfOthersUnknown(String source, String name, String service) {
    assertThat(LoggedAction.of(event(source, name))).isEmpty();
    assertThat(LoggedAction.service(event(source, name))).isEqualTo(service);
  }

  @Test
  void survivesAnEventWithoutNames() {
    assertThat(LoggedAction.of(JsonNodeFactory.instance.objectNode())).isEmpty();
  }

  private static ObjectNode event(String source, String name) {
    return JsonNodeFactory.instance.objectNode().put("eventSource", source).put("eventName", name);
  }
}
