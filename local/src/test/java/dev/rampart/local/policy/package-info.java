@NullMarked
package dev.rampart.local.policy;

import org.jspecify.annotations.NullMarked;
