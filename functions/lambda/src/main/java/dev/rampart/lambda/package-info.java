/// Functions: who may call them, by their policies and by their URLs.
@NullMarked
package dev.rampart.lambda;

import org.jspecify.annotations.NullMarked;
