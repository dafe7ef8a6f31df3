@NullMarked
package dev.rampart.local.function;

import org.jspecify.annotations.NullMarked;
