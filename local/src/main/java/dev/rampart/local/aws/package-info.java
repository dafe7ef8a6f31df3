/// Clients of the emulated account, and what is created in it before the bot runs.
@NullMarked
package dev.rampart.local.aws;

import org.jspecify.annotations.NullMarked;
