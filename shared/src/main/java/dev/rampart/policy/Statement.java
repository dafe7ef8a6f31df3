package dev.rampart.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One statement of a policy, read in every form that AWS accepts: element names in any case,
/// single values in place of lists.
///
/// @param tree the statement as it stands in the document
public record Statement(@JsonValue JsonNode tree) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Statement {}

  /// Whether it allows. What does not is taken for a `Deny` wherever that is the safe side.
  public boolean allows() {
    return hasEffect("Allow");
  }

  boolean denies() {
    return hasEffect("Deny");
  }

  private boolean hasEffect(String effect) {
    return element(tree, "Effect").asText("").equalsIgnoreCase(effect);
  }

  /// Whether it has the form that [IAM's
  /// grammar](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)
  /// asks for. If not, nobody knows what it means.
  boolean isWellFormed() {
    return (allows() || denies())
        && hasAction() != hasNotAction()
        && !(hasResource() && hasNotResource())
        && (principal().isMissingNode() || !hasNotPrincipal())
        && areTexts("Action", "Resource")
        && areSomeTexts("NotAction", "NotResource")
        && arePrincipals("Principal", "NotPrincipal")
        && hasReadableConditions();
  }

  private boolean hasAction() {
    return !element(tree, "Action").isMissingNode();
  }

  // An empty list is of no action and no resource, says AWS; of a negated one it says nothing.
  private boolean areTexts(String... names) {
    return Stream.of(names)
        .map(name -> element(tree, name))
        .allMatch(node -> node.isMissingNode() || isAll(node, JsonNode::isTextual));
  }

  private boolean areSomeTexts(String... names) {
    return areTexts(names) && Stream.of(names).noneMatch(name -> isEmptyList(element(tree, name)));
  }

  private static boolean isEmptyList(JsonNode node) {
    return node.isArray() && node.isEmpty();
  }

  private boolean arePrincipals(String... names) {
    return Stream.of(names)
        .map(name -> element(tree, name))
        .allMatch(node -> node.isMissingNode() || isPrincipal(node));
  }

  private static boolean isPrincipal(JsonNode node) {
    return node.isTextual()
        ? node.asText().equals("*")
        : node.isObject()
            && !node.isEmpty()
            && node.valueStream()
                .allMatch(each -> !isEmptyList(each) && isAll(each, JsonNode::isTextual));
  }

  /// Whether the conditions have the form of conditions.
  boolean hasReadableConditions() {
    var node = element(tree, "Condition");
    return node.isMissingNode()
        || (node.isObject()
            && node.valueStream()
                .allMatch(
                    operator ->
                        operator.isObject()
                            && operator
                                .valueStream()
                                .allMatch(each -> isAll(each, Statement::isValue))));
  }

  private static boolean isValue(JsonNode node) {
    return node.isTextual() || node.isBoolean() || node.isNumber();
  }

  private static boolean isAll(JsonNode node, Predicate<JsonNode> form) {
    return node.isArray() ? node.valueStream().allMatch(form) : form.test(node);
  }

  /// The statement id, empty if it has none.
  public String sid() {
    return element(tree, "Sid").asText("");
  }

  /// How to quote it: `statement 2`, or `statement 'All'` if it has an id.
  ///
  /// @param index its place in the document, from 0
  public String name(int index) {
    return sid().isEmpty() ? "statement " + (index + 1) : "statement '" + sid() + "'";
  }

  public List<String> actions() {
    return texts(element(tree, "Action"));
  }

  public List<String> notActions() {
    return texts(element(tree, "NotAction"));
  }

  public List<String> resources() {
    return texts(element(tree, "Resource"));
  }

  public List<String> notResources() {
    return texts(element(tree, "NotResource"));
  }

  public boolean hasResource() {
    return !element(tree, "Resource").isMissingNode();
  }

  public boolean hasNotAction() {
    return !element(tree, "NotAction").isMissingNode();
  }

  public boolean hasNotResource() {
    return !element(tree, "NotResource").isMissingNode();
  }

  public boolean hasNotPrincipal() {
    return !element(tree, "NotPrincipal").isMissingNode();
  }

  /// The `Principal` element: `"*"`, an object of kinds, or a missing node.
  public JsonNode principal() {
    return element(tree, "Principal");
  }

  /// The principals of one kind: `AWS`, `Service`, `Federated`.
  public List<String> principals(String kind) {
    return texts(element(principal(), kind));
  }

  /// The conditions; all of them have to hold.
  public List<Condition> conditions() {
    var conditions = new ArrayList<Condition>();
    for (var operator : element(tree, "Condition").properties()) {
      for (var key : operator.getValue().properties()) {
        conditions.add(Condition.of(operator.getKey(), key.getKey(), texts(key.getValue())));
      }
    }
    return conditions;
  }

  /// Who may use what this statement allows.
  ///
  /// @param account the own account
  public Audience audience(String account) {
    return Audiences.of(this, account);
  }

  /// How far the actions and resources reach, for a statement of an identity policy.
  public Reach reach() {
    return Reach.of(this);
  }

  /// The resources that are everything, or every resource of a service or of a type; all but some
  /// count as everything.
  public List<String> unlimitedResources() {
    return Reach.unlimited(this);
  }

  static JsonNode element(JsonNode object, String name) {
    return object.path(nameOf(object, name));
  }

  /// The name of an element as it is written in the object; as given if it is not there.
  static String nameOf(JsonNode object, String name) {
    if (object.has(name)) {
      return name;
    }
    for (var member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        return member.getKey();
      }
    }
    return name;
  }

  static List<JsonNode> each(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(node);
    }
    var nodes = new ArrayList<JsonNode>();
    node.forEach(nodes::add);
    return nodes;
  }

  static List<String> texts(JsonNode node) {
    return each(node).stream().map(JsonNode::asText).toList();
  }

  /// The actions in the order of the document, in lower case and shortened for a sentence.
  public String actionsInWords() {
    var actions = hasNotAction() ? notActions() : actions();
    var words = String.join(", ", actions.stream().limit(4).toList()).toLowerCase(Locale.ROOT);
    var more = actions.size() > 4 ? " and " + (actions.size() - 4) + " more" : "";
    return (hasNotAction() ? "everything but " : "") + words + more;
  }
}
