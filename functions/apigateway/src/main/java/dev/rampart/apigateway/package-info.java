/// REST, HTTP and WebSocket APIs of API Gateway: who may call them.
@NullMarked
package dev.rampart.apigateway;

import org.jspecify.annotations.NullMarked;
