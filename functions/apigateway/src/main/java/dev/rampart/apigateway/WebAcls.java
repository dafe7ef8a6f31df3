package dev.rampart.apigateway;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

/// Reads which web ACLs the Region has. Those of CloudFront guard no API's stage.
final class WebAcls {
  private static final int PAGE = 100;
  private static final int APIS = 500;

  private final Wafv2Client client;

  WebAcls(Wafv2Client client) {
    this.client = client;
  }

  /// What the report of a round says of an account that has none: one sentence for all its APIs.
  List<String> notes(ApiGatewayClient apis) {
    if (!arns().isEmpty()) {
      return List.of();
    }
    var reachable =
        apis.getRestApisPaginator(get -> get.limit(APIS)).items().stream()
            .filter(each -> !isPrivate(each))
            .count();
    return reachable == 0
        ? List.of()
        : List.of(
            "No web ACL (AWS WAF) is in this Region: REST APIs on the internet that take every"
                + " request unfiltered: "
                + reachable
                + ".");
  }

  private static boolean isPrivate(RestApi api) {
    return api.endpointConfiguration() != null
        && api.endpointConfiguration().types().contains(EndpointType.PRIVATE);
  }

  /// The ARNs of all.
  Set<String> arns() {
    return Pages.of(
            marker ->
                client.listWebACLs(
                    list -> list.scope(Scope.REGIONAL).limit(PAGE).nextMarker(marker)),
            answer -> answer.webACLs(),
            answer -> answer.nextMarker())
        .map(WebACLSummary::arn)
        .collect(Collectors.toSet());
  }
}
