/// The whole bot, functions as packaged, in the emulated account.
@NullMarked
package dev.rampart.local.e2e;

import org.jspecify.annotations.NullMarked;
