/// The story that `./rampart demo` plays: one act per guardrail, then what a person may do.
@NullMarked
package dev.rampart.local.demo;

import org.jspecify.annotations.NullMarked;
