package dev.rampart.respond;

import java.time.Instant;

/// One invocation of the function.
///
/// @param id the request id, which is also the owner of leases
/// @param deadline when Lambda ends it, and so when its leases end
public record Run(String id, Instant deadline) {}
