package dev.rampart.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a web ACL does with requests.
///
/// @param blocksByDefault whether it blocks what no rule matches
/// @param filters its rules by name
public record Defence(boolean blocksByDefault, Map<String, Filter> filters) {
  public Defence {
    filters = Map.copyOf(filters);
  }

  /// How it is less strict than it was, in words.
  List<String> weakerThan(Defence before) {
    var weaker = new ArrayList<String>();
    if (before.blocksByDefault && !blocksByDefault) {
      weaker.add("lets through what no rule matches now");
    }
    new TreeMap<>(before.filters)
        .forEach(
            (name, former) -> {
              var now = filters.get(name);
              if (now != null) {
                now.weakerThan(former)
                    .forEach(each -> weaker.add(former.kind() + " " + name + " " + each));
                return;
              }
              if (former.stops() && !isElsewhere(former)) {
                weaker.add(former.kind() + " " + name + " is gone");
              }
            });
    return weaker;
  }

  /// Whether another rule does the same: rules are renamed now and then.
  private boolean isElsewhere(Filter former) {
    return filters.values().stream()
        .anyMatch(
            each -> each.matches().equals(former.matches()) && each.weakerThan(former).isEmpty());
  }
}
