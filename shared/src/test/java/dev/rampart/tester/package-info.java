/// Tests of guardrails: what an author states, and the laws that are checked behind every
/// statement.
@NullMarked
package dev.rampart.tester;

import org.jspecify.annotations.NullMarked;
