/// The catalogue of guardrails for people, made from the code.
@NullMarked
package dev.rampart.local.catalogue;

import org.jspecify.annotations.NullMarked;
