package dev.rampart.guardrail;

/// One call of a fix and the call that undoes it.
public record Step(Effect effect, Call apply, Call undo) {}
