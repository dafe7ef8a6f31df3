/// The emulated account: a child process that answers every AWS call and says what happened.
@NullMarked
package dev.rampart.local.emulator;

import org.jspecify.annotations.NullMarked;
