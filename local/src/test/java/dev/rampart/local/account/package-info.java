@NullMarked
package dev.rampart.local.account;

import org.jspecify.annotations.NullMarked;
