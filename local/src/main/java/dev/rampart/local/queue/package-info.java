/// What AWS does between an event and a function: rules, queues, event source mappings.
@NullMarked
package dev.rampart.local.queue;

import org.jspecify.annotations.NullMarked;
