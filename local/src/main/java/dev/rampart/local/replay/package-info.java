/// "What would it have done?": recorded events through the rules and the packaged functions.
@NullMarked
package dev.rampart.local.replay;

import org.jspecify.annotations.NullMarked;
