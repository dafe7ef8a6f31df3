/// Tells secrets from what only looks like them, by name, form and randomness.
@NullMarked
package dev.rampart.secret;

import org.jspecify.annotations.NullMarked;
