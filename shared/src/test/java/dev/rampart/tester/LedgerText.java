package dev.rampart.tester;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The ledger as text, so that a test can look for what must not be in it.
public final class LedgerText {
  private LedgerText() {}

  /// All items, what is compressed in them too.
  public static String all(DynamoDbClient client, String table) {
    return client.scanPaginator(scan -> scan.tableName(table)).items().stream()
        .map(LedgerText::text)
        .collect(Collectors.joining("\n"));
  }

  private static String text(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .map(each -> each.getKey() + "=" + text(each.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String text(AttributeValue value) {
    if (value.hasM()) {
      return text(value.m());
    }
    return value.b() == null ? value.toString() : unpacked(value.b().asByteArrayUnsafe());
  }

  private static String unpacked(byte[] bytes) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
