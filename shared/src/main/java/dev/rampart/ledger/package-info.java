/// What Rampart remembers: known good, open violations, fixes with their undo, brakes.
@NullMarked
package dev.rampart.ledger;

import org.jspecify.annotations.NullMarked;
