/// The functions against LocalStack in place of the emulated account, where Docker is at hand.
@NullMarked
package dev.rampart.local.localstack;

import org.jspecify.annotations.NullMarked;
