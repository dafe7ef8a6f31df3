package dev.rampart.guardrail;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;

/// The operations of a function: nothing else can be part of a fix.
public final class Operations {
  private final Map<Class<?>, Operation> byRequest = new LinkedHashMap<>();
  private final Map<String, Operation> byId = new LinkedHashMap<>();

  public Operations(List<Operation> operations) {
    for (var operation : operations) {
      byRequest.put(operation.empty().getClass(), operation);
      byId.put(operation.id(), operation);
    }
  }

  /// The operation that a request belongs to.
  ///
  /// @throws IllegalArgumentException if the function does not list it
  public Operation of(SdkRequest request) {
    var operation = byRequest.get(request.getClass());
    if (operation == null) {
      throw new IllegalArgumentException(
          "not an operation of this function: " + request.getClass());
    }
    return operation;
  }

  /// The operation of that id.
  ///
  /// @throws IllegalArgumentException if the function does not list it
  public Operation named(String id) {
    var operation = byId.get(id);
    if (operation == null) {
      throw new IllegalArgumentException("not an operation of this function: " + id);
    }
    return operation;
  }

  /// All of them.
  public Collection<Operation> all() {
    return List.copyOf(byId.values());
  }
}
