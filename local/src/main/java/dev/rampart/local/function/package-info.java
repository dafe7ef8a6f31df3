/// Lambda on this machine: functions run as packaged, in processes of their own, through AWS's
/// runtime interface client.
@NullMarked
package dev.rampart.local.function;

import org.jspecify.annotations.NullMarked;
