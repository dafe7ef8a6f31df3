package dev.rampart.iam;

/// All that is granted to a role, as one thing to be reviewed.
///
/// @param role the role's name
public record GrantedAccess(String role) {}
