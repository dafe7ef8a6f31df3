@NullMarked
package dev.rampart.local.catalogue;

import org.jspecify.annotations.NullMarked;
