package dev.rampart.tester;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rampart.emulator.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The actions that `template.yaml` gives to a function, parameters set so that it has them all.
///
/// @param name the role's name, which is the function's
/// @param actions in lower case, possibly with wildcards
public record DeployedRole(String name, Set<String> actions) {
  public DeployedRole {
    actions = Set.copyOf(actions);
  }

  /// Reads the role of a function.
  public static DeployedRole of(String function) {
    try {
      var template = new YAMLMapper().readTree(Checkout.find().template().toFile());
      for (var resource : template.path("Resources")) {
        var properties = resource.path("Properties");
        if (resource.path("Type").asText().equals("AWS::IAM::Role")
            && properties.path("RoleName").asText().equals(function)) {
          var actions = new TreeSet<String>();
          collect(properties.path("Policies"), actions);
          return new DeployedRole(function, actions);
        }
      }
      throw new AssertionError("template.yaml has no role of the name " + function);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the role may do it, to some resource at least.
  public boolean allows(String action) {
    var asked = action.toLowerCase(Locale.ROOT);
    return actions.stream().anyMatch(each -> matches(each, asked));
  }

  // Conditional statements are lists within lists: whatever allows, at any depth, counts.
  private static void collect(JsonNode node, Set<String> actions) {
    if (node.path("Effect").asText().equals("Allow")) {
      var action = node.path("Action");
      if (action.isTextual()) {
        actions.add(action.asText().toLowerCase(Locale.ROOT));
      }
      action.forEach(each -> actions.add(each.asText().toLowerCase(Locale.ROOT)));
      return;
    }
    node.forEach(each -> collect(each, actions));
  }

  private static boolean matches(String pattern, String action) {
    return action.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }
}
