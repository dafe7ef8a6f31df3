/// Guards IAM: what roles, users and groups may do.
@NullMarked
package dev.rampart.iam;

import org.jspecify.annotations.NullMarked;
