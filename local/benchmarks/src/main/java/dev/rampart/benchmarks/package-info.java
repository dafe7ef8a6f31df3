/// What judging policies costs, measured with JMH.
@NullMarked
package dev.rampart.benchmarks;

import org.jspecify.annotations.NullMarked;
