/// What happened: one CloudTrail call, Config notification or sweep, parsed and validated once.
@NullMarked
package dev.rampart.change;

import org.jspecify.annotations.NullMarked;
