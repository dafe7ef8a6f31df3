package dev.rampart.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.Resource;

/// The methods of a REST API's draft, read page by page.
///
/// @param methods what they ask of callers
/// @param validations what checks the requests of those that take a body
/// @param cors which paths any website may call
record RestDraft(List<Access.Draft> methods, List<Validation> validations, Cors.Preflights cors) {
  private static final int PAGE = 500;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final String ALLOWED = "method.response.header.access-control-allow-origin";

  /// Reads them.
  ///
  /// @param authorizers those of the API by id
  static RestDraft read(ApiGatewayClient client, String api, Map<String, Authorizer> authorizers) {
    var methods = new ArrayList<Access.Draft>();
    var validations = new ArrayList<Validation>();
    var open = new ArrayList<String>();
    resources(client, api)
        .forEach(
            resource ->
                resource
                    .resourceMethods()
                    .forEach(
                        (verb, method) -> {
                          methods.add(draft(verb, resource, method, authorizers));
                          if (WITH_BODY.contains(verb) && isInUse(method)) {
                            validations.add(
                                new Validation(
                                    verb + " " + resource.path(),
                                    resource.id(),
                                    text(method.requestValidatorId())));
                          }
                          if (verb.equals("OPTIONS") && letsAnyWebsiteIn(method)) {
                            open.add(resource.path());
                          }
                        }));
    return new RestDraft(
        methods, validations, new Cors.Preflights(open.stream().sorted().toList()));
  }

  /// Reads all resources with their methods.
  static List<Resource> resources(ApiGatewayClient client, String api) {
    return client
        .getResourcesPaginator(get -> get.restApiId(api).embed("methods").limit(PAGE))
        .items()
        .stream()
        .toList();
  }

  private static Access.Draft draft(
      String verb, Resource resource, Method method, Map<String, Authorizer> authorizers) {
    var authorization =
        new Authorization(
            text(method.authorizationType()),
            text(method.authorizerId()),
            method.authorizationScopes(),
            Boolean.TRUE.equals(method.apiKeyRequired()));
    return new Access.Draft(
        verb + " " + resource.path(),
        resource.id(),
        authorization,
        authorization.hasAuthorizer() ? authorizers.get(authorization.authorizerId()) : null);
  }

  // A method is made before what stands behind it, which may turn out to be a mock.
  private static boolean isInUse(Method method) {
    return method.methodIntegration() == null
        ? method.requestValidatorId() != null
        : method.methodIntegration().type() != IntegrationType.MOCK;
  }

  // A fixed value stands in quotes of its own.
  private static boolean letsAnyWebsiteIn(Method method) {
    return method.methodIntegration() != null
        && method.methodIntegration().integrationResponses().values().stream()
            .flatMap(each -> each.responseParameters().entrySet().stream())
            .anyMatch(
                each -> each.getKey().equalsIgnoreCase(ALLOWED) && each.getValue().equals("'*'"));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
