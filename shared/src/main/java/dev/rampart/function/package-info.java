/// The Lambda side: one handler for changes and sweeps, one for undo.
@NullMarked
package dev.rampart.function;

import org.jspecify.annotations.NullMarked;
