package dev.rampart.respond;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Ends a run right after one of its writes, as when the process dies: nothing may catch it.
final class Crashes implements ExecutionInterceptor {
  private static final Set<String> WRITES =
      Set.of(
          "UpdateItem",
          "PutItem",
          "TransactWriteItems",
          "SetQueueAttributes",
          "CreateQueue",
          "DeleteQueue",
          "TagQueue",
          "UntagQueue",
          "Publish");
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  /// The death of a process.
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  /// The n-th write from now is the last of the run.
  void afterWrite(int n) {
    left.set(n);
  }

  void never() {
    left.set(0);
  }

  /// How many writes there were so far.
  int writes() {
    return writes.get();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    if (!WRITES.contains(operation)) {
      return;
    }
    writes.incrementAndGet();
    if (left.get() > 0 && left.decrementAndGet() == 0) {
      throw new Crash();
    }
  }
}
