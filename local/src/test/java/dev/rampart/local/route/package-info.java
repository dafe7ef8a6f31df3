@NullMarked
package dev.rampart.local.route;

import org.jspecify.annotations.NullMarked;
