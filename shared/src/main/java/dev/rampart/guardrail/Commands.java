package dev.rampart.guardrail;

import com.fasterxml.jackson.databind.JsonNode;
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
      for (var late : sorted(call.late())) {
        if (late.secret()) {
          lines.add("# " + late.name() + ": a secret, put it in by hand");
        } else if (!calls.subList(0, i).contains(late.from())) {
          lines.add(kept(List.of(late), late.from()));
        }
      }
      var wanted = new TreeSet<>(BY_NAME);
      calls.subList(i + 1, calls.size()).forEach(later -> wanted.addAll(later.late()));
      wanted.removeIf(late -> late.secret() || !late.from().equals(call));
      lines.add(wanted.isEmpty() ? command(call) : kept(List.copyOf(wanted), call));
    }
    return lines;
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
    for (var member : Requests.toJson(call.request()).properties()) {
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
