/// The whole account: emulator, queues, rules and functions, put together and started as one.
@NullMarked
package dev.rampart.local.account;

import org.jspecify.annotations.NullMarked;
