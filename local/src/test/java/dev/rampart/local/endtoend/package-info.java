/// The whole bot as packaged, in an account on this machine.
@NullMarked
package dev.rampart.local.endtoend;

import org.jspecify.annotations.NullMarked;
