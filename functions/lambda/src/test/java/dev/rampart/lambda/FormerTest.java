package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.permission;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.tester.GuardrailTester.goodBefore;

import dev.rampart.tester.GuardrailTester;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a statement for everyone gives way to.
final class FormerTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String ANYONE = "\"*\"";

  private final GuardrailTester<FunctionPolicy, Permission> policy =
      Orders.ofPolicies(new PublicFunctionPolicy());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // a service for anybody, or for whoever owns the bucket
        "{\"Service\": \"s3.amazonaws.com\"}|{}",
        "{\"Service\": \"s3.amazonaws.com\"}|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:s3:::uploads\"}}",
        // an account or an organization that is not trusted
        "{\"AWS\": \"arn:aws:iam::666666666666:root\"}|{}",
        "{\"Service\": \"s3.amazonaws.com\"}|{\"StringEquals\": {\"AWS:SourceAccount\":"
            + " \"666666666666\"}}",
        "`*`|{\"StringEquals\": {\"AWS:SourceAccount\": \"666666666666\"}}",
        "`*`|{\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-otherother1\"}}"
      })
  void neverPutsAStatementBackThatAnotherGuardrailFlags(String principal, String condition) {
    policy
        .given(trusting(with(allow("s", INVOKE, ANYONE, ""))))
        .with(goodBefore(former(principal, condition)))
        .would("remove statement s", RESTRICTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"Service\": \"s3.amazonaws.com\"}|{\"StringEquals\": {\"AWS:SourceAccount\":"
            + " \"123456789012\"}}",
        "{\"AWS\": \"arn:aws:iam::123456789012:root\"}|{}",
        "{\"AWS\": \"arn:aws:iam::111111111111:root\"}|{}",
        "`*`|{\"StringEquals\": {\"AWS:SourceAccount\": \"111111111111\"}}",
        "`*`|{\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-ownownown1\"}}"
      })
  void putsAStatementBackThatNoGuardrailFlags(String principal, String condition) {
    policy
        .given(trusting(with(allow("s", INVOKE, ANYONE, ""))))
        .with(goodBefore(former(principal, condition)))
        .would("put statement s back as it was", RESTRICTS, RESTORES);
  }

  @Test
  void asksWhomTheOwnerTrustsOnlyIfAnotherAccountWasLetInBefore() {
    var given = policy.given(with(allow("s", INVOKE, ANYONE, "")));
    given.would("remove statement s", RESTRICTS);
    given
        .with(goodBefore(former("{\"AWS\": \"arn:aws:iam::111111111111:root\"}", "{}")))
        .asksFor(PolicyFact.TRUSTED_ACCOUNTS);
  }

  private static Permission former(String principal, String condition) {
    var quoted = principal.equals("*") ? ANYONE : principal;
    return permission(allow("s", INVOKE, quoted, "\"Condition\": " + condition));
  }

  private static FunctionPolicy trusting(FunctionPolicy policy) {
    return policy.with(policy.learned().trusting(Set.of("111111111111", "o-ownownown1")));
  }
}
