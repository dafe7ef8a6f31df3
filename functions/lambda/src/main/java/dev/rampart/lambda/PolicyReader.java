package dev.rampart.lambda;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// What every kind of resource of this domain is read from.
final class PolicyReader {
  private static final String LATEST = "$LATEST";

  private final LambdaClient client;
  private final Tags tags;

  PolicyReader(LambdaClient client) {
    this(client, arn -> tags(client, arn));
  }

  private PolicyReader(LambdaClient client, Tags tags) {
    this.client = client;
    this.tags = tags;
  }

  /// How the tags of a function are read.
  private interface Tags {
    Map<String, String> of(FunctionArn arn);
  }

  /// The same for a visit of seconds: the first looks at all aliases and versions of a function
  /// read its tags once.
  PolicyReader forOneVisit() {
    var asked = new HashSet<FunctionArn>();
    var known = new HashMap<String, Map<String, String>>();
    return new PolicyReader(
        client,
        arn -> {
          if (!asked.add(arn)) {
            known.remove(arn.function());
          }
          return known.computeIfAbsent(arn.function(), _ -> tags(client, arn));
        });
  }

  /// The policy, without tags; one without statements if there is none or no such function.
  FunctionPolicy policy(FunctionArn arn) {
    var id = arn.id(FunctionPolicy.TYPE);
    try {
      return policy(id, client.getPolicy(Calls.getPolicy(arn)));
    } catch (ResourceNotFoundException _) {
      return new FunctionPolicy(id, Map.of(), "", List.of());
    }
  }

  private static FunctionPolicy policy(ResourceId id, GetPolicyResponse answer) {
    var revision = requireNonNullElse(answer.revisionId(), "");
    try {
      var document = PolicyDocument.parse(answer.policy());
      return new FunctionPolicy(id, Map.of(), revision, document.statements());
    } catch (UnreadablePolicy _) {
      var text = new Statement(TextNode.valueOf(answer.policy()));
      return new FunctionPolicy(id, Map.of(), revision, List.of(text));
    }
  }

  /// The tags of the function. This tells whether it is there.
  ///
  /// @throws ResourceNotFoundException if it is not
  Map<String, String> tags(FunctionArn arn) {
    return tags.of(arn);
  }

  private static Map<String, String> tags(LambdaClient client, FunctionArn arn) {
    return client.listTags(list -> list.resource(arn.function())).tags();
  }

  /// All functions, lazily, page by page.
  Stream<FunctionArn> functions() {
    return client.listFunctionsPaginator().functions().stream()
        .map(each -> FunctionArn.of(each.functionArn()));
  }

  /// The versions and aliases of a function: each has a policy of its own that the function's does
  /// not show, and no list tells which have one. Only `$LATEST` cannot have any.
  Stream<FunctionArn> qualifiers(FunctionArn function) {
    var versions =
        client
            .listVersionsByFunctionPaginator(list -> list.functionName(function.name()))
            .versions()
            .stream()
            .map(FunctionConfiguration::version)
            .filter(version -> !version.equals(LATEST));
    return Stream.concat(versions, aliases(function)).map(function::at);
  }

  private Stream<String> aliases(FunctionArn function) {
    return client
        .listAliasesPaginator(list -> list.functionName(function.name()))
        .aliases()
        .stream()
        .map(AliasConfiguration::name);
  }
}
