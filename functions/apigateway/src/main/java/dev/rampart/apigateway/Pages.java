package dev.rampart.apigateway;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads lists page by page, lazily. The SDK does this by itself for REST APIs, but not for HTTP
/// APIs.
final class Pages {
  private Pages() {}

  /// The items of all pages.
  ///
  /// @param read reads the page that a token names; the first page has none
  static <A, T> Stream<T> of(
      Function<@Nullable String, A> read,
      Function<A, Collection<T>> items,
      Function<A, @Nullable String> next) {
    return Stream.iterate(
            new Page<>(read.apply(null), true),
            Page::isRead,
            page -> {
              var token = next.apply(page.answer());
              return token == null || token.isEmpty()
                  ? new Page<>(page.answer(), false)
                  : new Page<>(read.apply(token), true);
            })
        .flatMap(page -> items.apply(page.answer()).stream());
  }

  private record Page<A>(A answer, boolean isRead) {}
}
