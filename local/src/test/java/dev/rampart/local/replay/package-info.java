@NullMarked
package dev.rampart.local.replay;

import org.jspecify.annotations.NullMarked;
