/// The IAM policy language, as far as judging needs it.
@NullMarked
package dev.rampart.policy;

import org.jspecify.annotations.NullMarked;
