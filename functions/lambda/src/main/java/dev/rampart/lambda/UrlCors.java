package dev.rampart.lambda;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Cors;

/// Which websites may let the browsers of their visitors call a URL. All of it is kept, because
/// Lambda replaces it whole.
/// [Source](https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html)
///
/// @param allowCredentials whether cookies and the like go along
/// @param allowOrigins the websites; empty if there is no configuration, and no other website may
///   read an answer
/// @param maxAge how many seconds a browser remembers the answer; nothing if that was not said
public record UrlCors(
    boolean allowCredentials,
    List<String> allowHeaders,
    List<String> allowMethods,
    List<String> allowOrigins,
    List<String> exposeHeaders,
    @Nullable Integer maxAge) {
  private static final String EVERY_WEBSITE = "*";

  public UrlCors {
    allowHeaders = List.copyOf(allowHeaders);
    allowMethods = List.copyOf(allowMethods);
    allowOrigins = List.copyOf(allowOrigins);
    exposeHeaders = List.copyOf(exposeHeaders);
  }

  static UrlCors of(@Nullable Cors cors) {
    return cors == null
        ? new UrlCors(false, List.of(), List.of(), List.of(), List.of(), null)
        : new UrlCors(
            Boolean.TRUE.equals(cors.allowCredentials()),
            cors.allowHeaders(),
            cors.allowMethods(),
            cors.allowOrigins(),
            cors.exposeHeaders(),
            cors.maxAge());
  }

  boolean namesEveryWebsite() {
    return allowOrigins.contains(EVERY_WEBSITE);
  }

  boolean namesWebsites() {
    return !allowOrigins.isEmpty() && !namesEveryWebsite();
  }

  UrlCors withoutCredentials() {
    return new UrlCors(false, allowHeaders, allowMethods, allowOrigins, exposeHeaders, maxAge);
  }

  /// The same for a request; a list that is empty is left out, as it was when it was set.
  Cors toRequest() {
    var builder = Cors.builder().allowCredentials(allowCredentials).maxAge(maxAge);
    if (!allowHeaders.isEmpty()) {
      builder.allowHeaders(allowHeaders);
    }
    if (!allowMethods.isEmpty()) {
      builder.allowMethods(allowMethods);
    }
    if (!allowOrigins.isEmpty()) {
      builder.allowOrigins(allowOrigins);
    }
    if (!exposeHeaders.isEmpty()) {
      builder.exposeHeaders(exposeHeaders);
    }
    return builder.build();
  }
}
