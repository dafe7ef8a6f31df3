/// What people and machines are told.
@NullMarked
package dev.rampart.alert;

import org.jspecify.annotations.NullMarked;
