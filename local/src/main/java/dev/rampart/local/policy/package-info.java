/// Questions about policies, answered from the command line by the code of the functions.
@NullMarked
package dev.rampart.local.policy;

import org.jspecify.annotations.NullMarked;
