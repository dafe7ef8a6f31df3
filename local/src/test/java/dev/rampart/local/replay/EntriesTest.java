package dev.rampart.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.local.replay.Entries.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntriesTest {
  private static final String RECORD =
      """
      {"eventSource": "iam.amazonaws.com", "eventName": "PutRolePolicy", "eventID": "e1",\
       "recipientAccountId": "123456789012", "awsRegion": "us-east-1"}\
      """;

  @TempDir private Path folder;

  @Test
  void goesOnAfterABadLine() throws IOException {
    List<Entry> entries =
        read("{\"broken\n\n[]\n{\"detail-type\": \"Sweep\", \"detail\": {}}\n" + RECORD);

    assertThat(entries).extracting(Entry::line).containsExactly(1, 3, 4, 5);
    assertThat(entries.subList(0, 2)).allMatch(Entry.Bad.class::isInstance);
    assertThat(entries.subList(2, 4)).allMatch(Entry.Event.class::isInstance);
  }

  @Test
  void wrapsARecordAsEventBridgeDoes() throws IOException {
    assertThat(read(RECORD))
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.Event.class,
            event -> {
              assertThat(event.envelope().path("source").asText()).isEqualTo("aws.iam");
              assertThat(event.envelope().path("account").asText()).isEqualTo("123456789012");
              assertThat(event.envelope().path("detail-type").asText())
                  .isEqualTo("AWS API Call via CloudTrail");
              assertThat(event.envelope().at("/detail/eventID").asText()).isEqualTo("e1");
            });
  }

  @Test
  void readsTheFilesThatCloudTrailWrites() throws IOException {
    Path file = folder.resolve("trail.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          "{\"Records\": [\n%s,\n%s\n]}"
              .formatted(RECORD, RECORD)
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(file)).extracting(Entry::line).containsExactly(1, 2);
    assertThat(read("{\"Records\": [" + RECORD + "," + RECORD + "]}")).hasSize(2);
  }

  private List<Entry> read(String text) throws IOException {
    return read(Files.writeString(folder.resolve("events.jsonl"), text));
  }

  private static List<Entry> read(Path file) throws IOException {
    var entries = new ArrayList<Entry>();
    Entries.read(file, entries::add);
    return entries;
  }
}
