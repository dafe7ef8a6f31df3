@NullMarked
package dev.rampart.apigateway;

import org.jspecify.annotations.NullMarked;
