package dev.rampart.respond;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Birth;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Asks;
import dev.rampart.guardrail.Verdict.Compliant;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.Look;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Lets the guardrails of a domain judge one resource, reading what they ask for.
final class Judge<R extends Resource> {
  private static final Logger log = LoggerFactory.getLogger(Judge.class);
  private static final int QUESTIONS = 3;
  static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private final Domain<R> domain;
  private final Optional<Memory> memory;
  private final boolean created;
  private final boolean fixesDebt;
  private R resource;

  /// @param memory what the ledger knows, nothing if it was not asked
  /// @param created whether CloudTrail proves that the resource was created by the change at hand
  /// @param fixesDebt whether somebody asked to put old debt right too
  Judge(Domain<R> domain, R resource, Optional<Memory> memory, boolean created, boolean fixesDebt) {
    this.domain = domain;
    this.resource = resource;
    this.memory = memory;
    this.created = created;
    this.fixesDebt = fixesDebt;
  }

  /// A part with its verdict.
  ///
  /// @param state the part as it is remembered
  /// @param isFixedByItself whether it can be fixed together with others
  record Judged<R extends Resource>(
      Guardrail<R, ?> guardrail,
      String part,
      JsonNode state,
      Past<?> past,
      Verdict verdict,
      boolean isFixedByItself) {
    boolean isBad() {
      return verdict instanceof Violation;
    }

    boolean isGood() {
      return verdict instanceof Compliant;
    }

    /// Whether only the past can tell whether it is good.
    boolean asksThePast() {
      return verdict instanceof Asks(var facts) && wantsThePast(facts);
    }

    /// Whether the guardrail could not even say which parts there are.
    boolean isBlind() {
      return part.isEmpty() && state.isNull();
    }

    String key() {
      return Notes.key(guardrail.name(), part);
    }

    String digest() {
      return FixRecord.digest(state);
    }
  }

  /// The resource with all that was read so far.
  R resource() {
    return resource;
  }

  List<Judged<R>> all() {
    var judged = new ArrayList<Judged<R>>();
    for (var guardrail : domain.guardrails()) {
      judged.addAll(by(guardrail));
    }
    return judged;
  }

  private <P> List<Judged<R>> by(Guardrail<R, P> guardrail) {
    Map<String, P> parts;
    try {
      parts = guardrail.parts(resource);
    } catch (SdkException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return List.of(
          new Judged<>(guardrail, "", JSON.nullNode(), Past.unread(), crash(guardrail, e), false));
    }
    var judged = new ArrayList<Judged<R>>();
    parts.forEach((key, part) -> judged.add(judged(guardrail, key, part)));
    return judged;
  }

  private <P> Judged<R> judged(Guardrail<R, P> guardrail, String key, P first) {
    Past<P> past = past(guardrail, key);
    var part = first;
    Verdict verdict;
    try {
      verdict = guardrail.check(part, resource, past);
      for (int asked = 0; asked < QUESTIONS && verdict instanceof Asks(var facts); asked++) {
        if (wantsThePast(facts) && past.isUnread()) {
          break;
        }
        var reads = new LinkedHashSet<>(facts);
        reads.remove(Fact.History.PAST);
        resource = domain.learn(resource, reads);
        // What was learned may show in the part itself.
        part = guardrail.parts(resource).getOrDefault(key, part);
        verdict = guardrail.check(part, resource, past);
      }
      if (verdict instanceof Asks(var facts) && !(wantsThePast(facts) && past.isUnread())) {
        verdict = Verdict.undetermined("the guardrail asks without end");
      }
    } catch (SdkException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      verdict = crash(guardrail, e);
    }
    // Remembered is what every load shows, not what was learned on top.
    return new Judged<>(
        guardrail,
        key,
        JSON.valueToTree(first),
        past,
        verdict,
        verdict instanceof Violation && guardrail.isFixedByItself(first));
  }

  /// One guardrail's mistake must not blind the others; it is blamed by name, here and nowhere
  /// else.
  private Verdict crash(Guardrail<R, ?> guardrail, Throwable e) {
    log.error("{} crashed on {}", guardrail.name(), resource.id(), Failure.place(e));
    return Verdict.undetermined("the guardrail crashed (" + e.getClass().getSimpleName() + ")");
  }

  private static boolean wantsThePast(Set<Fact> facts) {
    return facts.contains(Fact.History.PAST);
  }

  private <P> Past<P> past(Guardrail<R, P> guardrail, String part) {
    if (memory.isEmpty()) {
      return Past.unread();
    }
    var known = memory.get();
    var good = new ArrayList<Past.Good<P>>();
    JavaType type =
        JSON.getTypeFactory()
            .constructType(guardrail.getClass())
            .findTypeParameters(Guardrail.class)[1];
    for (var state : known.states()) {
      var remembered = state.good().getOrDefault(guardrail.name(), Map.of()).get(part);
      if (remembered != null) {
        this.<P>read(remembered, type)
            .ifPresent(old -> good.add(new Past.Good<>(old, state.at(), state.by())));
      }
    }
    return new Past<>(good, birth(known, guardrail.name(), part), fixesDebt);
  }

  /// What an older Rampart wrote may have another form by now; nobody can go back to that.
  private <P> Optional<P> read(JsonNode remembered, JavaType type) {
    try {
      return Optional.of(JSON.convertValue(remembered, type));
    } catch (IllegalArgumentException e) {
      log.warn("a former state of {} cannot be read", resource.id(), Failure.place(e));
      return Optional.empty();
    }
  }

  private Birth birth(Memory known, String guardrail, String part) {
    if (known.knows(guardrail, part)) {
      return Birth.KNOWN;
    }
    if (known.knows(guardrail)) {
      return Birth.NEW;
    }
    return created && !known.seen() ? Birth.NEW : Birth.UNKNOWN;
  }

  /// What these verdicts teach.
  ///
  /// A part that is still being dealt with stays as new as it is; all others are known from now on.
  /// (If an old part were left out, the next look would take it for proved new.)
  ///
  /// @param unsettled keys of parts that are still being dealt with
  Look lesson(List<Judged<R>> judged, Set<String> unsettled, Instant loadedAt, String by) {
    var good = new TreeMap<String, Map<String, JsonNode>>();
    var keys = new HashMap<String, Set<String>>();
    domain.guardrails().forEach(guardrail -> keys.put(guardrail.name(), new TreeSet<>()));
    for (var each : judged) {
      var guardrail = each.guardrail().name();
      if (each.isBlind()) {
        keepKeys(guardrail, keys);
        continue;
      }
      if (each.isGood()) {
        good.computeIfAbsent(guardrail, _ -> new TreeMap<>()).put(each.part(), each.state());
      }
      if (!(unsettled.contains(each.key()) && each.past().isNew())) {
        keys.computeIfAbsent(guardrail, _ -> new TreeSet<>()).add(each.part());
      }
    }
    Exemptions.tags(resource)
        .ifPresent(tags -> good.put(Exemptions.REMEMBERED, Map.of(tags, JSON.nullNode())));
    return new Look(good, keys, loadedAt, by);
  }

  private void keepKeys(String guardrail, Map<String, Set<String>> keys) {
    keys.remove(guardrail);
    memory.map(known -> known.keys().get(guardrail)).ifPresent(known -> keys.put(guardrail, known));
  }
}
