package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourcePolicyTest {
  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "a*c, abbc, true",
    "a*c, abbd, false",
    "GET/orders/*, GET/orders/*/items, true",
    "GET/orders/*, GET/users, false",
    "GET/*/items, GET/orders/*, true",
    "P?ST/a, POST/a, true",
    "*a, b*, true",
    "a*, b*, false",
    "abc, abc, true",
    "abc, abcd, false"
  })
  void knowsWhetherTwoGlobsCanMeanTheSame(String one, String other, boolean overlap) {
    assertThat(ResourcePolicy.overlap(one, other)).isEqualTo(overlap);
    assertThat(ResourcePolicy.overlap(other, one)).isEqualTo(overlap);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:execute-api:us-east-1:1:a/prod/GET/orders, GET /orders, true",
    "arn:aws:execute-api:us-east-1:1:a/prod/GET/orders, POST /orders, false",
    "arn:aws:execute-api:us-east-1:1:a/prod/POST/orders, ANY /orders, true",
    "arn:aws:execute-api:us-east-1:1:a/*/GET/orders/7, GET /orders/{id}, true",
    "arn:aws:execute-api:us-east-1:1:a/*, GET /orders, true",
    "execute-api:/prod/GET/orders, GET /orders, true",
    "execute-api:/prod/GET/orders, GET /users, false",
    "execute-api:/*, GET /orders, true"
  })
  void knowsWhichMethodsAResourceReaches(String resource, String operation, boolean reached) {
    var policy =
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "%s"}}
        """
            .formatted(resource);
    var expected = reached ? new Admission.Everyone() : new Admission.Some();
    assertThat(ResourcePolicy.admission(policy, operation)).isEqualTo(expected);
  }
}
