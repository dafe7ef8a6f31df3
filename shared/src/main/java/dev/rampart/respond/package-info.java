/// What is done about a verdict: consent, brakes, fixing, proving, undoing.
@NullMarked
package dev.rampart.respond;

import org.jspecify.annotations.NullMarked;
