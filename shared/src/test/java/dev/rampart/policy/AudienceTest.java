package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AudienceTest {
  private static final String OWN = "123456789012";
  private static final List<String> ANYONE =
      List.of("\"*\"", "{\"AWS\":\"*\"}", "{\"AWS\":[\"arn:aws:iam::123456789012:root\",\"*\"]}");

  static Stream<String> anyone() {
    return ANYONE.stream();
  }

  @ParameterizedTest
  @MethodSource("anyone")
  void isAnyoneForAStarWithoutACondition(String principal) {
    assertThat(of(principal, "{}")).isEqualTo(new Anyone());
  }

  @Test
  void isAnyoneForAllowWithNotPrincipal() {
    assertThat(
            audience(
                """
                {"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"sqs:*","Resource":"*"}
                """))
        .isEqualTo(new Anyone());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringEquals\":{\"AWS:SourceOwner\":\"123456789012\"}}",
        "{\"StringEquals\":{\"aws:SourceAccount\":\"123456789012\"}}",
        "{\"stringequals\":{\"AWS:PRINCIPALACCOUNT\":[\"123456789012\"]}}",
        "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}",
        "{\"ForAnyValue:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-a/r-b/ou-c/\"}}",
        "{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1a2b3c\"}}",
        "{\"StringEqualsIgnoreCase\":{\"aws:SourceVpce\":[\"vpce-1\",\"vpce-2\"]}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:eu-west-1:123456789012:*\"}}",
        "{\"ArnEquals\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:role/orders\"}}",
        "{\"StringLike\":{\"aws:SourceArn\":\"arn:aws:execute-api:eu-west-1:123456789012:a1/*\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::orders\"}}"
      })
  void isKnownForAStarThatAConditionConfinesToTheOwnAccount(String condition) {
    anyone().forEach(each -> assertThat(of(each, condition)).isEqualTo(new Known()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringNotEquals\":{\"aws:SourceAccount\":\"111122223333\"}}",
        "{\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:*\"}}",
        "{\"StringEqualsIfExists\":{\"aws:SourceAccount\":\"123456789012\"}}",
        "{\"ArnLikeIfExists\":{\"aws:SourceArn\":\"arn:aws:sns:eu-west-1:123456789012:*\"}}",
        "{\"ForAllValues:StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1\"}}",
        "{\"Null\":{\"aws:PrincipalOrgID\":\"false\"}}",
        "{\"StringLike\":{\"aws:PrincipalOrgID\":\"*\"}}",
        "{\"StringLike\":{\"aws:SourceAccount\":\"12345678901?\"}}",
        "{\"StringEquals\":{\"aws:PrincipalAccount\":\"${aws:ResourceAccount}\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::*\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:*:*:*\"}}",
        "{\"StringEquals\":{\"aws:SourceAccount\":[]}}",
        "{\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
        "{\"StringEquals\":{\"lambda:FunctionUrlAuthType\":\"NONE\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":\"0.0.0.0/0\"}}",
        "{\"IpAddress\":{\"aws:SourceIp\":[\"10.0.0.0/8\",\"128.0.0.0/1\"]}}",
        "{\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}",
        "{\"IpAddressIfExists\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}"
      })
  void staysAnyoneUnderAConditionThatDoesNotConfine(String condition) {
    anyone().forEach(each -> assertThat(of(each, condition)).isEqualTo(new Anyone()));
  }

  @Test
  void isANetworkForAddressesThatAreNotTheWholeInternet() {
    assertThat(of("\"*\"", "{\"IpAddress\":{\"aws:SourceIp\":[\"10.0.0.0/8\",\"203.0.113.7\"]}}"))
        .isEqualTo(new Network(Set.of("10.0.0.0/8", "203.0.113.7")));
  }

  @Test
  void isConfinedByOneConditionAmongOthers() {
    assertThat(
            of(
                "\"*\"",
                """
                {"Bool":{"aws:SecureTransport":true},
                 "StringEquals":{"aws:SourceAccount":"123456789012","sns:Protocol":"https"}}
                """))
        .isEqualTo(new Known());
  }

  @Test
  void isUnclearUnderAConditionThatNobodyKnows() {
    assertThat(of("\"*\"", "{\"StringEquals\":{\"sns:Endpoint\":\"a@example.com\"}}"))
        .isEqualTo(new Unclear("condition on sns:endpoint"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "111122223333"                                              | 111122223333
          "arn:aws:iam::111122223333:root"                            | 111122223333
          "arn:aws-cn:iam::111122223333:user/a/b"                     | 111122223333
          "arn:aws:sts::111122223333:assumed-role/r/s"                | 111122223333
          ["arn:aws:iam::123456789012:root","arn:aws:iam::111122223333:role/r"] | 111122223333
          """)
  void isForeignForOtherAccounts(String aws, String account) {
    assertThat(of("{\"AWS\":" + aws + "}", "{}")).isEqualTo(new Foreign(Set.of(account)));
  }

  @Test
  void isForeignForAStarConfinedToAnotherAccount() {
    assertThat(of("\"*\"", "{\"StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}}"))
        .isEqualTo(new Foreign(Set.of("111122223333")));
    assertThat(
            of(
                "\"*\"",
                "{\"ArnLike\":{\"aws:SourceArn\":[\"arn:aws:sns:eu-west-1:111122223333:t\",\"arn:aws:sns:eu-west-1:123456789012:t\"]}}"))
        .isEqualTo(new Foreign(Set.of("111122223333")));
  }

  @Test
  void isKnownForTheOwnAccountInEveryForm() {
    for (var form :
        List.of(
            "\"123456789012\"",
            "[\"arn:aws:iam::123456789012:root\"]",
            "\"arn:aws:iam::123456789012:role/x/y\"")) {
      assertThat(of("{\"AWS\":" + form + "}", "{}")).isEqualTo(new Known());
      assertThat(of("{\"aws\":" + form + "}", "{}")).isEqualTo(new Known());
    }
  }

  @Test
  void tellsServicesThatAreScopedFromThoseThatAreNot() {
    var sns = Set.of("sns.amazonaws.com");
    assertThat(of("{\"Service\":\"sns.amazonaws.com\"}", "{}")).isEqualTo(new Services(sns, false));
    assertThat(
            of(
                "{\"Service\":[\"sns.amazonaws.com\"]}",
                "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:eu-west-1:123456789012:t\"}}"))
        .isEqualTo(new Services(sns, true));
    assertThat(
            of(
                "{\"Service\":\"sns.amazonaws.com\"}",
                "{\"ArnLikeIfExists\":{\"aws:SourceArn\":\"arn:aws:sns:eu-west-1:123456789012:t\"}}"))
        .isEqualTo(new Services(sns, false));
  }

  @Test
  void isNobodyForADeny() {
    assertThat(audience("{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\"}"))
        .isEqualTo(new Nobody());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"AROAEXAMPLEEXAMPLE123\"",
        "{\"AWS\":\"AROAEXAMPLEEXAMPLE123\"}",
        "{\"Federated\":\"cognito-identity.amazonaws.com\"}",
        "{}",
        "null",
        "[]",
        "7"
      })
  void isUnclearForWhatIsNoAccountAndNoService(String principal) {
    assertThat(of(principal, "{}")).isInstanceOf(Unclear.class);
  }

  private static Audience of(String principal, String condition) {
    return audience(
        """
        {"Effect":"Allow","Principal":%s,"Action":"sns:Publish","Resource":"*","Condition":%s}
        """
            .formatted(principal, condition));
  }

  private static Audience audience(String statement) {
    return PolicyDocument.parse("{\"Statement\":" + statement + "}")
        .statements()
        .getFirst()
        .audience(OWN);
  }
}
