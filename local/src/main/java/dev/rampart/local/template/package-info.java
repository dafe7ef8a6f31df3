/// Reads `template.yaml`, so that the local account is built from what is deployed and from no
/// second list.
@NullMarked
package dev.rampart.local.template;

import org.jspecify.annotations.NullMarked;
