package dev.rampart.local.catalogue;

import dev.rampart.apigateway.ApiGatewayFunction;
import dev.rampart.function.ChangeFunction;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Ruled;
import dev.rampart.guardrail.Watch;
import dev.rampart.iam.IamFunction;
import dev.rampart.lambda.LambdaDomain;
import dev.rampart.secrets.SecretsDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService;

/// Every guardrail of every function, as one page.
public final class Catalogue {
  private static final Map<String, Supplier<ChangeFunction>> FUNCTIONS =
      Map.of(
          "apigateway", ApiGatewayFunction::new,
          "iam", IamFunction::new,
          "lambda", LambdaDomain::new,
          "secrets", SecretsDomain::new);

  private Catalogue() {}

  /// The functions by domain, in alphabetical order, built as Lambda builds them.
  public static Map<String, ChangeFunction> functions() {
    // Only their lists are read; but clients are built with them, and those want a Region, and one
    // HTTP client where this class path has two.
    System.setProperty("aws.region", "us-east-1");
    System.setProperty(
        "software.amazon.awssdk.http.service.impl", UrlConnectionSdkHttpService.class.getName());
    var functions = new TreeMap<String, ChangeFunction>();
    FUNCTIONS.forEach((name, function) -> functions.put(name, function.get()));
    return functions;
  }

  /// The page.
  public static String page(Map<String, ChangeFunction> functions) {
    var page = new StringJoiner("\n", "", "\n");
    page.add("# Guardrails").add("");
    page.add(
        "Made from the code by `./rampart docs`; do not edit. The build fails when this page and"
            + " the code differ.");
    functions.forEach((domain, function) -> domain(page, domain, function));
    return page.toString();
  }

  private static void domain(StringJoiner page, String domain, ChangeFunction function) {
    page.add("").add("## " + domain);
    var byName = new TreeMap<String, Ruled>();
    var types = new TreeMap<String, Set<String>>();
    // One that judges two kinds of resources is told of once.
    for (Domain<?> each : function.domains()) {
      for (Ruled guardrail : each.guardrails()) {
        byName.put(guardrail.name(), guardrail);
        types.computeIfAbsent(guardrail.name(), _ -> new TreeSet<>()).add(each.type());
      }
    }
    for (var watch : function.watches()) {
      byName.put(watch.name(), watch);
      types.put(watch.name(), new TreeSet<>(watch.types()));
    }
    byName.forEach((name, each) -> ruled(page, each, types.getOrDefault(name, Set.of())));
  }

  private static void ruled(StringJoiner page, Ruled guardrail, Set<String> types) {
    var rule = guardrail.rule();
    page.add("").add("### " + guardrail.name()).add("");
    page.add(rule.summary() + ". " + rule.risk()).add("");
    page.add("| | |").add("|---|---|");
    row(page, "Severity", rule.severity().name());
    row(page, "Looks at", code(types));
    row(page, "Triggers", code(List.of(rule.triggers())));
    row(page, "Data events", code(List.of(rule.dataEvents())));
    row(page, "AWS Config", code(List.of(rule.configTypes())));
    row(page, "Findings", code(List.of(rule.findings())));
    row(page, "Standards", String.join(", ", rule.standards()));
    row(page, "By default", mode(guardrail));
    row(page, "Set with", "`/rampart/guardrails/" + guardrail.name() + "`");
    row(page, "Formerly", code(List.of(rule.formerly())));
  }

  private static String mode(Ruled guardrail) {
    var rule = guardrail.rule();
    if (guardrail instanceof Watch watch) {
      return "told at once, and counted for %d minutes".formatted(watch.window().toMinutes());
    }
    return rule.byDefault().equals("alert")
        ? "reported only"
        : "fixed when auto-fix is on (`" + rule.byDefault() + "`)";
  }

  private static void row(StringJoiner page, String name, String value) {
    if (!value.isEmpty()) {
      page.add("| " + name + " | " + value + " |");
    }
  }

  private static String code(Iterable<String> words) {
    var joined = new StringJoiner(", ");
    words.forEach(word -> joined.add("`" + word + "`"));
    return joined.toString();
  }
}
