/// An AWS account in a box: the whole bot on one machine, with everything but AWS itself being
/// real.
@NullMarked
package dev.rampart.local;

import org.jspecify.annotations.NullMarked;
