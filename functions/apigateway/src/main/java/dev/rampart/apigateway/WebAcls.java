package dev.rampart.apigateway;

import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

/// Reads the web ACLs of the Region. Those of CloudFront guard no API's stage.
final class WebAcls {
  private static final int PAGE = 100;

  private final Wafv2Client client;

  WebAcls(Wafv2Client client) {
    this.client = client;
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
