package dev.rampart.apigateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which websites may let the browsers of their visitors call an API.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(Cors.Configuration.class),
  @JsonSubTypes.Type(Cors.Preflights.class)
})
public sealed interface Cors {
  /// As an HTTP API is configured.
  ///
  /// @param members of the configuration as the API lists them; empty if there is none
  @JsonTypeName("configuration")
  record Configuration(JsonNode members) implements Cors {
    private static final Set<String> EVERY_WEBSITE = Set.of("*", "https://*", "http://*");

    /// What is wrong with it.
    ///
    /// @param asksTokens whether a route of the API asks callers for a token
    List<String> flaws(boolean asksTokens) {
      var origins = new ArrayList<String>();
      members.path("AllowOrigins").forEach(each -> origins.add(each.asText()));
      var flaws = new ArrayList<String>();
      if (origins.stream().anyMatch(EVERY_WEBSITE::contains)) {
        if (members.path("AllowCredentials").asBoolean()) {
          flaws.add("any website may call it with its visitors' cookies");
        } else if (asksTokens) {
          flaws.add("any website may call routes that ask for a token");
        }
      }
      if (origins.contains("null")) {
        flaws.add("pages without an origin, such as sandboxed frames, may call it");
      }
      origins.stream()
          .filter(Configuration::isUnencrypted)
          .forEach(each -> flaws.add(each + " may call it, for which anyone on the way can speak"));
      return flaws;
    }

    private static boolean isUnencrypted(String origin) {
      if (!origin.startsWith("http://") || EVERY_WEBSITE.contains(origin)) {
        return false;
      }
      try {
        var host = String.valueOf(URI.create(origin).getHost());
        return !(host.equals("localhost")
            || host.endsWith(".localhost")
            || host.startsWith("127.")
            || host.equals("[::1]"));
      } catch (IllegalArgumentException _) {
        return true;
      }
    }
  }

  /// As the methods of a REST API answer when browsers ask first.
  ///
  /// @param open the paths of the draft that let any website in, sorted
  @JsonTypeName("preflights")
  record Preflights(List<String> open) implements Cors {
    public Preflights {
      open = List.copyOf(open);
    }
  }
}
