package dev.rampart.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
    new TreeMap<>(filters)
        .forEach(
            (name, now) -> {
              if (letsMoreThrough(name, now, before)) {
                weaker.add("lets more through: " + now.kind() + " " + name);
              }
            });
    new TreeMap<>(before.filters)
        .forEach(
            (name, former) -> {
              var now = filters.get(name);
              if (now != null) {
                now.weakerThan(former)
                    .forEach(each -> weaker.add(former.kind() + " " + name + " " + each));
              }
              if (former.stops() && isLost(former, now)) {
                weaker.add(
                    former.kind()
                        + " "
                        + name
                        + (now == null ? " is gone" : " looks for something else now"));
              }
            });
    return weaker;
  }

  /// Whether nothing does what a rule did, seen from the rule of its name. What that rule does less
  /// strictly is told by itself.
  private boolean isLost(Filter former, @Nullable Filter now) {
    if (now != null && (!now.stops() || now.covers(former))) {
      return false;
    }
    return !isElsewhere(former);
  }

  /// Whether another rule does the same: rules are renamed now and then.
  private boolean isElsewhere(Filter former) {
    return filters.values().stream()
        .anyMatch(each -> each.covers(former) && each.weakerThan(former).isEmpty());
  }

  /// Whether the rule spares requests a rule that would have stopped them before. One that did
  /// something else before is told of by its name.
  private boolean letsMoreThrough(String name, Filter now, Defence before) {
    var former = before.filters.get(name);
    if (!now.letsThrough() || (former != null && !former.letsThrough())) {
      return false;
    }
    return filters.entrySet().stream()
        .filter(each -> each.getValue().stops() && now.isBefore(each.getValue()))
        .map(each -> before.stopping(each.getKey(), each.getValue()))
        .anyMatch(
            stopping -> !stopping.isEmpty() && stopping.stream().noneMatch(before.sparing(now)));
  }

  /// The rules that stopped what a rule of a later version stops: that of its name, or else those
  /// that look for the same.
  private List<Filter> stopping(String name, Filter later) {
    var named = filters.get(name);
    if (named != null && named.stops()) {
      return List.of(named);
    }
    return filters.values().stream().filter(each -> each.stops() && later.covers(each)).toList();
  }

  /// Which rules never saw what the rule of a later version lets through. Places are alike only
  /// where they were not remembered.
  private Predicate<Filter> sparing(Filter later) {
    return stopping ->
        filters.values().stream()
            .anyMatch(each -> each.letsThrough() && each.covers(later) && !stopping.isBefore(each));
  }
}
