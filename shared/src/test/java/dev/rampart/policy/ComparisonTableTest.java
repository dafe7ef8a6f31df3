package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Comparison.Beyond;
import dev.rampart.policy.Comparison.Unproved;
import dev.rampart.policy.Comparison.Within;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether one policy grants nothing that another does not, as AWS's documentation has it. What
/// cannot be proved either way says so.
final class ComparisonTableTest {
  private static final String TABLE = "comparisons.jsonl";

  static Stream<Named<JsonNode>> cases() {
    return Table.read(TABLE).stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void provesWhatTheDocumentationSays(JsonNode row) {
    var comparison = permissions(row, "narrow").within(permissions(row, "wide"));
    var answer =
        switch (comparison) {
          case Within _ -> "within";
          case Beyond _ -> "beyond";
          case Unproved _ -> "unproved";
        };
    assertThat(answer)
        .as("%s: %s", comparison, row.get("why").asText())
        .isEqualTo(row.get("expected").asText());
  }

  @Test
  void aPolicyIsWithinItself() {
    cases().map(Named::getPayload).forEach(ComparisonTableTest::isWithinItself);
  }

  private static void isWithinItself(JsonNode row) {
    for (var side : new String[] {"narrow", "wide"}) {
      assertThat(permissions(row, side).within(permissions(row, side))).isEqualTo(new Within());
    }
  }

  @Test
  void everyCaseIsAnotherOneAndNamesItsSource() {
    assertThat(Table.read(TABLE)).hasSizeGreaterThanOrEqualTo(150);
    assertThat(Table.column(TABLE, "name")).doesNotHaveDuplicates();
    assertThat(
            Table.read(TABLE).stream()
                .map(each -> each.getPayload().get("narrow") + " " + each.getPayload().get("wide")))
        .doesNotHaveDuplicates();
    assertThat(Table.column(TABLE, "source")).allMatch(each -> each.startsWith("\"https://"));
    assertThat(Table.column(TABLE, "why")).noneMatch(each -> each.equals("\"\""));
  }

  private static Permissions permissions(JsonNode row, String side) {
    return Permissions.of(PolicyDocument.parse(row.get(side).toString()));
  }
}
