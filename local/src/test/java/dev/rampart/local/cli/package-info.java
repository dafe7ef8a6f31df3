@NullMarked
package dev.rampart.local.cli;

import org.jspecify.annotations.NullMarked;
