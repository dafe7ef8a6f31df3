package dev.rampart.apigateway;

import java.util.ArrayList;
import java.util.List;

/// Which stages of an API have a web ACL before them.
///
/// @param guarded their names, sorted
/// @param bare the names of the others, sorted
public record Cover(List<String> guarded, List<String> bare) {
  public Cover {
    guarded = List.copyOf(guarded);
    bare = List.copyOf(bare);
  }

  static Cover of(List<Stage> stages) {
    var guarded = new ArrayList<String>();
    var bare = new ArrayList<String>();
    stages.stream()
        .map(Stage::shield)
        .forEach(each -> (each.isUp() ? guarded : bare).add(each.stage()));
    return new Cover(guarded.stream().sorted().toList(), bare.stream().sorted().toList());
  }
}
