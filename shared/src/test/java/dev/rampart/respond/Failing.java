package dev.rampart.respond;

import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import software.amazon.awssdk.core.exception.SdkException;

/// Its reads fail from the n-th on.
final class Failing extends Odd {
  private int left;

  Failing(Domain<TestQueue> real, int left) {
    super(real);
    this.left = left;
  }

  @Override
  public Loaded<TestQueue> load(ResourceId id) {
    if (left-- <= 0) {
      throw SdkException.create("no answer", null);
    }
    return real.load(id);
  }
}
