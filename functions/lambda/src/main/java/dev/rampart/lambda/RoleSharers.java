package dev.rampart.lambda;

import java.util.List;

/// The other functions that run as the same role.
///
/// @param strangers the names of those that belong to another stack or group, in order
/// @param unread how many were not asked where they belong, because there are so many
record RoleSharers(List<String> strangers, int unread) {
  RoleSharers {
    strangers = List.copyOf(strangers);
  }
}
