package dev.rampart.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One statement of a policy, read in every form that AWS accepts: element names in any case,
/// single values in place of lists.
public final class Statement {
  private final JsonNode tree;
  // Found once: a statement is asked many questions.
  private final Map<Element, JsonNode> elements;
  private final List<String> actions;
  private final List<String> notActions;
  private final List<String> resources;
  private final List<String> notResources;
  private final List<Condition> conditions;

  private enum Element {
    SID("Sid"),
    EFFECT("Effect"),
    PRINCIPAL("Principal"),
    NOT_PRINCIPAL("NotPrincipal"),
    ACTION("Action"),
    NOT_ACTION("NotAction"),
    RESOURCE("Resource"),
    NOT_RESOURCE("NotResource"),
    CONDITION("Condition");

    private static final Map<String, Element> BY_NAME =
        Stream.of(values()).collect(Collectors.toMap(each -> each.written, each -> each));

    private final String written;

    Element(String written) {
      this.written = written;
    }

    static @Nullable Element of(String name) {
      var exact = BY_NAME.get(name);
      if (exact != null) {
        return exact;
      }
      for (var element : values()) {
        if (element.written.equalsIgnoreCase(name)) {
          return element;
        }
      }
      return null;
    }
  }

  /// @param tree the statement as it stands in the document
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Statement(JsonNode tree) {
    this.tree = tree;
    this.elements = elements(tree);
    this.actions = texts(element(Element.ACTION));
    this.notActions = texts(element(Element.NOT_ACTION));
    this.resources = texts(element(Element.RESOURCE));
    this.notResources = texts(element(Element.NOT_RESOURCE));
    this.conditions = conditions(element(Element.CONDITION));
  }

  private static Map<Element, JsonNode> elements(JsonNode tree) {
    var elements = new EnumMap<Element, JsonNode>(Element.class);
    for (var member : tree.properties()) {
      var element = Element.of(member.getKey());
      if (element == null) {
        continue;
      }
      // Where a name stands in two cases, the one in AWS's spelling counts, or else the first.
      if (member.getKey().equals(element.written)) {
        elements.put(element, member.getValue());
      } else {
        elements.putIfAbsent(element, member.getValue());
      }
    }
    return elements;
  }

  private JsonNode element(Element element) {
    return elements.getOrDefault(element, MissingNode.getInstance());
  }

  private boolean has(Element element) {
    return elements.containsKey(element);
  }

  /// The statement as it stands in the document.
  @JsonValue
  public JsonNode tree() {
    return tree;
  }

  /// Whether it allows. What does not is taken for a `Deny` wherever that is the safe side.
  public boolean allows() {
    return hasEffect("Allow");
  }

  boolean denies() {
    return hasEffect("Deny");
  }

  private boolean hasEffect(String effect) {
    return element(Element.EFFECT).asText("").equalsIgnoreCase(effect);
  }

  /// Whether it has the form that [IAM's
  /// grammar](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)
  /// asks for. If not, nobody knows what it means.
  boolean isWellFormed() {
    return (allows() || denies())
        && hasAction() != hasNotAction()
        && !(hasResource() && hasNotResource())
        && !(has(Element.PRINCIPAL) && hasNotPrincipal())
        && areTexts(Element.ACTION, Element.RESOURCE)
        && areSomeTexts(Element.NOT_ACTION, Element.NOT_RESOURCE)
        && arePrincipals(Element.PRINCIPAL, Element.NOT_PRINCIPAL)
        && hasReadableConditions();
  }

  private boolean hasAction() {
    return has(Element.ACTION);
  }

  // An empty list is of no action and no resource, says AWS; of a negated one it says nothing.
  private boolean areTexts(Element... names) {
    return Stream.of(names)
        .map(this::element)
        .allMatch(node -> node.isMissingNode() || isAll(node, JsonNode::isTextual));
  }

  private boolean areSomeTexts(Element... names) {
    return areTexts(names) && Stream.of(names).noneMatch(name -> isEmptyList(element(name)));
  }

  private static boolean isEmptyList(JsonNode node) {
    return node.isArray() && node.isEmpty();
  }

  private boolean arePrincipals(Element... names) {
    return Stream.of(names)
        .map(this::element)
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
    var node = element(Element.CONDITION);
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
    return element(Element.SID).asText("");
  }

  /// How to quote it: `statement 2`, or `statement 'All'` if it has an id.
  ///
  /// @param index its place in the document, from 0
  public String name(int index) {
    return sid().isEmpty() ? "statement " + (index + 1) : "statement '" + sid() + "'";
  }

  public List<String> actions() {
    return actions;
  }

  public List<String> notActions() {
    return notActions;
  }

  public List<String> resources() {
    return resources;
  }

  public List<String> notResources() {
    return notResources;
  }

  public boolean hasResource() {
    return has(Element.RESOURCE);
  }

  public boolean hasNotAction() {
    return has(Element.NOT_ACTION);
  }

  public boolean hasNotResource() {
    return has(Element.NOT_RESOURCE);
  }

  public boolean hasNotPrincipal() {
    return has(Element.NOT_PRINCIPAL);
  }

  /// The `Principal` element: `"*"`, an object of kinds, or a missing node.
  public JsonNode principal() {
    return element(Element.PRINCIPAL);
  }

  /// The principals of one kind: `AWS`, `Service`, `Federated`.
  public List<String> principals(String kind) {
    return texts(element(principal(), kind));
  }

  /// The conditions; all of them have to hold.
  public List<Condition> conditions() {
    return conditions;
  }

  private static List<Condition> conditions(JsonNode node) {
    var conditions = new ArrayList<Condition>();
    for (var operator : node.properties()) {
      for (var key : operator.getValue().properties()) {
        conditions.add(Condition.of(operator.getKey(), key.getKey(), texts(key.getValue())));
      }
    }
    return Collections.unmodifiableList(conditions);
  }

  /// Who may use what this statement allows.
  ///
  /// @param account the own account
  public Audience audience(String account) {
    return Audiences.of(this, account);
  }

  /// The organizations to one of which whoever uses it has to belong, whoever it names: as they are
  /// written, which may be a pattern. Empty if it asks for none.
  public Set<String> organizations() {
    return Audiences.organizations(this);
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
    var nodes = new ArrayList<JsonNode>(node.size());
    node.forEach(nodes::add);
    return nodes;
  }

  static List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      return node.isMissingNode() || node.isNull() ? List.of() : List.of(node.asText());
    }
    var texts = new ArrayList<String>(node.size());
    node.forEach(each -> texts.add(each.asText()));
    return Collections.unmodifiableList(texts);
  }

  /// The actions in the order of the document, in lower case and shortened for a sentence.
  public String actionsInWords() {
    var actions = hasNotAction() ? notActions() : actions();
    var words = String.join(", ", actions.stream().limit(4).toList()).toLowerCase(Locale.ROOT);
    var more = actions.size() > 4 ? " and " + (actions.size() - 4) + " more" : "";
    return (hasNotAction() ? "everything but " : "") + words + more;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Statement statement && tree.equals(statement.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return tree.toString();
  }
}
