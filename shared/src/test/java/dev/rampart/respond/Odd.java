package dev.rampart.respond;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A kind of resource whose reads go wrong in some way.
abstract class Odd implements Domain<TestQueue> {
  final Domain<TestQueue> real;

  Odd(Domain<TestQueue> real) {
    this.real = real;
  }

  @Override
  public String type() {
    return real.type();
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return real.touchedBy(change);
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return real.isCreatedBy(change, id);
  }

  @Override
  public TestQueue learn(TestQueue resource, Set<Fact> facts) {
    return real.learn(resource, facts);
  }

  @Override
  public Stream<ResourceId> all() {
    return real.all();
  }

  @Override
  public double callsPerSecond() {
    return real.callsPerSecond();
  }

  @Override
  public int callsPerLook() {
    return real.callsPerLook();
  }

  @Override
  public List<Guardrail<TestQueue, ?>> guardrails() {
    return real.guardrails();
  }
}
