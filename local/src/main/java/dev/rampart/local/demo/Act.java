package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A person breaks something, and what must be true again afterwards.
///
/// @param deed what the person does, in words
/// @param right what another client must read in the end, in words
/// @param does the calls
/// @param isRight reads it
public record Act(
    String guardrail,
    String deed,
    String right,
    Consumer<Clients> does,
    Predicate<Clients> isRight) {}
