@NullMarked
package dev.rampart.local.template;

import org.jspecify.annotations.NullMarked;
