@NullMarked
package dev.rampart.local.queue;

import org.jspecify.annotations.NullMarked;
