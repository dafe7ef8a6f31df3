/// What an author of a guardrail meets: resources, parts, verdicts, and fixes as data.
@NullMarked
package dev.rampart.guardrail;

import org.jspecify.annotations.NullMarked;
