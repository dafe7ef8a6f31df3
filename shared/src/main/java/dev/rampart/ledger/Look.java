package dev.rampart.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// What one look at a resource taught.
///
/// @param good the good parts, by guardrail and part key
/// @param keys all part keys, good and bad, by guardrail
/// @param loadedAt when reading the resource began
/// @param by who had made the change that led to the look, empty if unknown
public record Look(
    Map<String, Map<String, JsonNode>> good,
    Map<String, Set<String>> keys,
    Instant loadedAt,
    String by) {}
