package dev.rampart.function;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Queues in shelves: only a shelf is in the list, and what is in it is read when it is visited.
final class Shelves<R extends Resource> implements Domain<R> {
  static final String SHELF = "arn:aws:sqs:us-east-1:123456789012:shelf";

  private final Domain<R> real;
  private final Runnable atEachLook;
  private final String type;
  double callsPerSecond = 100;
  List<String> shelves = List.of(SHELF);
  Runnable beforeTheList = () -> {};

  /// @param atEachLook what happens when a queue is read
  Shelves(Domain<R> real, Runnable atEachLook) {
    this(real, real.type(), atEachLook);
  }

  /// @param type what else to call them
  Shelves(Domain<R> real, String type, Runnable atEachLook) {
    this.real = real;
    this.type = type;
    this.atEachLook = atEachLook;
  }

  @Override
  public String type() {
    return type;
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
  public Loaded<R> load(ResourceId id) {
    atEachLook.run();
    return real.load(id);
  }

  @Override
  public R learn(R resource, Set<Fact> facts) {
    return real.learn(resource, facts);
  }

  @Override
  public Stream<ResourceId> all() {
    beforeTheList.run();
    return shelves.stream().map(arn -> new ResourceId(type(), arn));
  }

  @Override
  public Stream<ResourceId> within(ResourceId id) {
    return id.arn().equals(SHELF) ? real.all() : Stream.of(id);
  }

  @Override
  public double callsPerSecond() {
    return callsPerSecond;
  }

  @Override
  public int callsPerLook() {
    return real.callsPerLook();
  }

  @Override
  public List<Guardrail<R, ?>> guardrails() {
    return real.guardrails();
  }
}
