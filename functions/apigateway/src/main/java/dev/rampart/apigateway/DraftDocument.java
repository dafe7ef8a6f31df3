package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Requests;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.model.Integration;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.MethodResponse;
import software.amazon.awssdk.services.apigateway.model.RequestValidator;
import software.amazon.awssdk.services.apigateway.model.Resource;

/// The draft of a REST API in the words in which API Gateway exports a stage; a draft cannot be
/// exported. Where it is not certain how an export would say it, as with models, there is no
/// document: then nothing is proved, and nothing done.
///
/// Source: "API Gateway extensions to OpenAPI" and `GetExport` in the API Gateway documentation.
final class DraftDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<String, String> PLACES =
      Map.of("querystring", "query", "header", "header", "path", "path");

  private final Map<String, Authorizer> authorizers;
  private final Map<String, RequestValidator> validators;
  private final ObjectNode schemes = NODES.objectNode();
  private final ObjectNode paths = NODES.objectNode();
  private final ObjectNode used = NODES.objectNode();

  private DraftDocument(
      Collection<Authorizer> authorizers, Collection<RequestValidator> validators) {
    this.authorizers =
        authorizers.stream().collect(Collectors.toMap(Authorizer::id, Function.identity()));
    this.validators =
        validators.stream().collect(Collectors.toMap(RequestValidator::id, Function.identity()));
  }

  /// Writes it.
  ///
  /// @param policy the draft's resource policy, empty if there is none
  /// @return nothing if it is not certain what an export would say
  static Optional<Export> of(
      List<Resource> resources,
      Collection<Authorizer> authorizers,
      Collection<RequestValidator> validators,
      String policy) {
    if (!resources.stream().allMatch(DraftDocument::isSayable)) {
      return Optional.empty();
    }
    var draft = new DraftDocument(authorizers, validators);
    resources.forEach(draft::add);
    return Export.parse(draft.document(policy).toString());
  }

  private static boolean isSayable(Resource resource) {
    return resource.resourceMethods().values().stream()
        .allMatch(
            method ->
                method.requestModels().isEmpty()
                    && method.methodResponses().values().stream()
                        .allMatch(each -> each.responseModels().isEmpty())
                    && isSayable(method.methodIntegration(), resource));
  }

  private static boolean isSayable(Integration integration, Resource resource) {
    if (integration == null) {
      return true;
    }
    var namespace = integration.cacheNamespace();
    var patterns =
        integration.integrationResponses().values().stream()
            .map(each -> String.valueOf(each.selectionPattern()))
            .distinct()
            .count();
    return (namespace == null || namespace.equals(resource.id()))
        && integration.cacheKeyParameters().isEmpty()
        && patterns == integration.integrationResponses().size();
  }

  private ObjectNode document(String policy) {
    var document = NODES.objectNode().put("openapi", "3.0.1");
    document.set("paths", paths);
    if (!schemes.isEmpty()) {
      document.putObject("components").set("securitySchemes", schemes);
    }
    if (!policy.isBlank()) {
      document.set("x-amazon-apigateway-policy", ResourcePolicy.document(policy));
    }
    if (!used.isEmpty()) {
      document.set("x-amazon-apigateway-request-validators", used);
    }
    return document;
  }

  private void add(Resource resource) {
    if (resource.resourceMethods().isEmpty()) {
      return;
    }
    var path = paths.putObject(resource.path());
    resource
        .resourceMethods()
        .forEach(
            (verb, method) ->
                path.set(
                    verb.equals("ANY") ? Export.ANY : verb.toLowerCase(Locale.ROOT),
                    operation(method)));
  }

  private ObjectNode operation(Method method) {
    var operation = NODES.objectNode();
    if (method.operationName() != null) {
      operation.put("operationId", method.operationName());
    }
    if (!method.requestParameters().isEmpty()) {
      var parameters = operation.putArray("parameters");
      method
          .requestParameters()
          .forEach((name, required) -> parameters.add(parameter(name, required)));
    }
    var responses = operation.putObject("responses");
    method.methodResponses().forEach((code, each) -> responses.set(code, response(code, each)));
    demand(method, operation);
    if (method.requestValidatorId() != null) {
      validate(method.requestValidatorId(), operation);
    }
    if (method.methodIntegration() != null) {
      operation.set("x-amazon-apigateway-integration", integration(method.methodIntegration()));
    }
    return operation;
  }

  private static ObjectNode parameter(String name, boolean required) {
    // method.request.querystring.page
    var words = name.split("\\.", 4);
    var place = words.length == 4 ? PLACES.getOrDefault(words[2], words[2]) : name;
    var parameter =
        NODES
            .objectNode()
            .put("name", words[words.length - 1])
            .put("in", place)
            .put("required", required || place.equals("path"));
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static ObjectNode response(String code, MethodResponse response) {
    var written = NODES.objectNode().put("description", code + " response");
    if (!response.responseParameters().isEmpty()) {
      var headers = written.putObject("headers");
      response
          .responseParameters()
          .keySet()
          .forEach(
              each ->
                  headers
                      .putObject(each.substring(each.lastIndexOf('.') + 1))
                      .putObject("schema")
                      .put("type", "string"));
    }
    return written;
  }

  private void validate(String id, ObjectNode operation) {
    var validator = validators.get(id);
    if (validator == null) {
      operation.put("x-amazon-apigateway-request-validator", id); // equals no export
      return;
    }
    operation.put("x-amazon-apigateway-request-validator", validator.name());
    used.putObject(validator.name())
        .put(
            "validateRequestParameters", Boolean.TRUE.equals(validator.validateRequestParameters()))
        .put("validateRequestBody", Boolean.TRUE.equals(validator.validateRequestBody()));
  }

  private static JsonNode integration(Integration integration) {
    var written = Requests.toJson(integration);
    var responses = written.remove("integrationResponses");
    if (responses != null) {
      var byPattern = written.putObject("responses");
      for (var each : responses) {
        ObjectNode response = each.deepCopy();
        var pattern = response.remove("selectionPattern");
        byPattern.set(pattern == null ? "default" : pattern.asText(), response);
      }
    }
    return written;
  }

  private void demand(Method method, ObjectNode operation) {
    var security = NODES.arrayNode();
    var authorizer = authorizers.get(String.valueOf(method.authorizerId()));
    if ("AWS_IAM".equals(method.authorizationType())) {
      header("sigv4", "Authorization").put("x-amazon-apigateway-authtype", "awsSigv4");
      security.addObject().putArray("sigv4");
    } else if (authorizer != null) {
      scheme(authorizer);
      var scopes = security.addObject().putArray(authorizer.name());
      method.authorizationScopes().forEach(scopes::add);
    }
    if (Boolean.TRUE.equals(method.apiKeyRequired())) {
      header("api_key", "x-api-key");
      security.addObject().putArray("api_key");
    }
    if (!security.isEmpty()) {
      operation.set("security", security);
    }
  }

  private void scheme(Authorizer authorizer) {
    var definition = authorizer.definition();
    var type = definition.path("type").asText();
    var source = definition.path("identitySource").asText("");
    var isRequest = type.equals("REQUEST");
    var isHeader = !isRequest && source.startsWith("method.request.header.");
    var otherwise = isRequest ? "Unused" : "Authorization";
    var name = isHeader ? source.substring(source.lastIndexOf('.') + 1) : otherwise;
    var details = NODES.objectNode();
    for (var member :
        List.of(
            "providerARNs",
            "authorizerUri",
            "authorizerCredentials",
            "identityValidationExpression",
            "authorizerResultTtlInSeconds")) {
      if (definition.has(member)) {
        details.set(member, definition.get(member));
      }
    }
    if (isRequest && !source.isEmpty()) {
      details.put("identitySource", source);
    }
    details.put("type", type.toLowerCase(Locale.ROOT));
    header(authorizer.name(), name)
        .put("x-amazon-apigateway-authtype", definition.path("authType").asText("custom"))
        .set("x-amazon-apigateway-authorizer", details);
  }

  private ObjectNode header(String scheme, String name) {
    return schemes.putObject(scheme).put("type", "apiKey").put("name", name).put("in", "header");
  }
}
