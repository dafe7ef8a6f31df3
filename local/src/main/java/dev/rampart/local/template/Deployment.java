package dev.rampart.local.template;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// Where and with which answers the template is deployed.
///
/// @param parameters values for template parameters, as `sam deploy --parameter-overrides` takes
/// @param physicalIds what the account itself named a resource (the id of a key), by logical id
public record Deployment(
    String stack,
    String region,
    String account,
    URI endpoint,
    Map<String, String> parameters,
    Map<String, String> physicalIds) {
  public static final String REGION = "us-east-1";
  public static final String ACCOUNT = "123456789012";

  public Deployment {
    parameters = Map.copyOf(parameters);
    physicalIds = Map.copyOf(physicalIds);
  }

  /// A stack named `rampart` in the emulated account.
  public static Deployment at(URI endpoint, Map<String, String> parameters) {
    return new Deployment("rampart", REGION, ACCOUNT, endpoint, parameters, Map.of());
  }

  public Deployment withPhysicalId(String logicalId, String id) {
    var ids = new HashMap<>(physicalIds);
    ids.put(logicalId, id);
    return new Deployment(stack, region, account, endpoint, parameters, ids);
  }
}
