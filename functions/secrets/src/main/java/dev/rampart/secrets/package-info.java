/// Secrets, keys and parameters: who may read them, and whether they stay as they are.
@NullMarked
package dev.rampart.secrets;

import org.jspecify.annotations.NullMarked;
