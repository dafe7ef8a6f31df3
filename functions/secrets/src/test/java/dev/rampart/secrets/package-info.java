@NullMarked
package dev.rampart.secrets;

import org.jspecify.annotations.NullMarked;
