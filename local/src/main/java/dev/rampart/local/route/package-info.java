/// EventBridge: which rules an event matches, and what their targets receive.
@NullMarked
package dev.rampart.local.route;

import org.jspecify.annotations.NullMarked;
