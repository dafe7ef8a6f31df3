package dev.rampart.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The actions that AWS had published on a day.
///
/// AWS adds actions every week, has some that it never publishes, and so may allow what is missing
/// here: nothing may be concluded from an action's or a service's absence.
public final class ActionCatalog {
  private final String source;
  private final LocalDate date;
  private final Map<String, PublishedService> services;

  /// @param services by lower-case prefix, in alphabetical order
  ActionCatalog(String source, LocalDate date, Map<String, PublishedService> services) {
    this.source = source;
    this.date = date;
    this.services = Collections.unmodifiableMap(services);
  }

  /// The list that Rampart ships.
  ///
  /// Opened at the first call; the actions of a service are read when they are first asked for,
  /// since an invocation asks for a few services of hundreds.
  public static ActionCatalog standard() {
    return Standard.CATALOG;
  }

  /// The action that a policy calls `id`, say `s3:GetObject`, in any case. Empty if it is not in
  /// the list, which does not mean that AWS has no such action.
  public Optional<Action> find(String id) {
    int colon = id.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var service = service(id.substring(0, colon));
    return service == null ? Optional.empty() : service.find(id.substring(colon + 1));
  }

  /// Whether the list has actions of a service, given as its prefix in any case. If not, AWS may
  /// still have the service.
  public boolean knows(String service) {
    return service(service) != null;
  }

  /// The prefixes of all services in the list, in alphabetical order.
  public Set<String> services() {
    return services.keySet();
  }

  /// The actions of a service in alphabetical order; none if the list does not have the service.
  /// AWS may have more.
  public List<Action> of(String service) {
    var known = service(service);
    return known == null ? List.of() : known.actions();
  }

  /// How many actions the list has. Reads all of it.
  public int size() {
    return services.values().stream().mapToInt(PublishedService::size).sum();
  }

  /// The package that the list was made from, with its version.
  public String source() {
    return source;
  }

  /// The day the list was published: newer actions are missing.
  public LocalDate date() {
    return date;
  }

  private @Nullable PublishedService service(String prefix) {
    return services.get(prefix.toLowerCase(Locale.ROOT));
  }

  private static ActionCatalog load() {
    try (var stream = ActionCatalog.class.getResourceAsStream("actions.txt")) {
      if (stream == null) {
        throw new IllegalStateException("actions.txt is not on the class path");
      }
      // The list is ASCII; read as Latin-1 it becomes a string without a look at every byte.
      return ActionList.parse(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Standard {
    static final ActionCatalog CATALOG = load();
  }
}
