package dev.rampart.guardrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Calls as lines for a shell: what a person would type into the AWS CLI to do the same.
public final class Commands {
  // As the AWS CLI writes names: "RestApiId" is "rest-api-id", "DNSName" is "dns-name",
  // "providerARNs" is "provider-arns".
  private static final Pattern WORD =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s$)");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private static final Comparator<Late> BY_NAME = Comparator.comparing(Late::name);

  private final Operations operations;

  public Commands(Operations operations) {
    this.operations = operations;
  }

  /// The lines for one call: reads of late values first, then the call itself.
  public List<String> lines(Call call) {
    return lines(List.of(call));
  }

  /// The lines for several calls in order. What a later one needs of an earlier one's answer is
  /// kept in a variable: an earlier call is never made twice.
  public List<String> lines(List<Call> calls) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < calls.size(); i++) {
      var call = calls.get(i);
      reads(call, calls.subList(0, i), lines);
      var wanted = new TreeSet<>(BY_NAME);
      calls.subList(i + 1, calls.size()).forEach(later -> wanted.addAll(later.late()));
      wanted.removeIf(late -> late.secret() || !late.from().equals(call));
      lines.add(wanted.isEmpty() ? command(call) : kept(List.copyOf(wanted), call));
    }
    return lines;
  }

  /// What has to be read for a call, and for its reads.
  private void reads(Call call, List<Call> made, List<String> lines) {
    for (var late : sorted(call.late())) {
      if (made.contains(late.from())) {
        continue;
      }
      if (isSpread(late, call)) {
        lines.add("# …: all of " + late.path() + but(late) + ", put in by hand");
        continue;
      }
      if (late.secret()) {
        lines.add("# " + late.name() + ": a secret, put it in by hand");
        continue;
      }
      reads(late.from(), made, lines);
      lines.add(kept(List.of(late), late.from()));
    }
  }

  private static String but(Late late) {
    return late.without().isEmpty()
        ? ""
        : " but " + String.join(", ", late.without().stream().sorted().toList());
  }

  /// Whether a whole map takes the place of the marker.
  private static boolean isSpread(Late late, Call call) {
    return !Requests.toJson(call.request()).findValues(late.marker()).isEmpty();
  }

  private String kept(List<Late> wanted, Call call) {
    var names = String.join(" ", wanted.stream().map(Late::name).toList());
    var paths = String.join(",", wanted.stream().map(Late::path).toList());
    return wanted.size() == 1
        ? "%s=$(%s --query %s --output text)".formatted(names, command(call), paths)
        : "read -r %s <<< \"$(%s --query '[%s]' --output text)\""
            .formatted(names, command(call), paths);
  }

  private static List<Late> sorted(Set<Late> late) {
    return late.stream().sorted(BY_NAME).toList();
  }

  private String command(Call call) {
    var operation = operations.of(call.request());
    var command =
        new StringBuilder("aws ")
            .append(operation.service())
            .append(' ')
            .append(dashed(operation.name()));
    for (var member : shown(call).properties()) {
      var option = dashed(member.getKey());
      var value = member.getValue();
      if (value.isBoolean()) {
        command.append(value.booleanValue() ? " --" : " --no-").append(option);
        continue;
      }
      command.append(" --").append(option);
      if (value.isArray() && stringsOnly(value)) {
        value.forEach(each -> command.append(' ').append(argument(each.asText(), call)));
        continue;
      }
      command
          .append(' ')
          .append(argument(value.isValueNode() ? value.asText() : value.toString(), call));
    }
    return command.toString();
  }

  /// The request, with an ellipsis for each map that takes the place of a marker.
  private static ObjectNode shown(Call call) {
    var request = Requests.toJson(call.request());
    call.late().forEach(late -> elide(request, late.marker()));
    return request;
  }

  private static void elide(JsonNode node, String marker) {
    if (node instanceof ObjectNode object && object.remove(marker) != null) {
      object.put("…", "…");
    }
    node.forEach(each -> elide(each, marker));
  }

  private static boolean stringsOnly(JsonNode array) {
    for (var each : array) {
      if (!each.isTextual()) {
        return false;
      }
    }
    return !array.isEmpty();
  }

  private static String argument(String value, Call call) {
    var quoted = PLAIN.matcher(value).matches() ? value : quoted(value);
    for (var late : call.late()) {
      // Out of the single quotes and back in, so that the shell puts the value there.
      var variable = "\"$" + late.name() + "\"";
      quoted =
          value.equals(late.marker())
              ? variable
              : quoted.replace(late.marker(), "'" + variable + "'");
    }
    return quoted;
  }

  /// The text as one word of a POSIX shell.
  public static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String dashed(String name) {
    return WORD.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
