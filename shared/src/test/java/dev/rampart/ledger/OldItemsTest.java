package dev.rampart.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

/// What an older version stored is still understood: an undo is offered for more than a year.
final class OldItemsTest {
  @Test
  void aFixOfBeforeThereWereFinishesLeavesNothingToDo() throws JsonProcessingException {
    var fix =
        Blob.JSON.readValue(
            """
            {"id": "fix-1", "undoes": "", "resource": "r", "guardrail": "g", "part": "p",
             "along": [], "status": "ALERTED", "at": "2026-01-01T00:00:00Z", "steps": [],
             "before": {}, "good": {}, "after": {}, "applied": 0, "looks": 0, "alert": null}
            """,
            FixRecord.class);
    assertThat(fix.finishes()).isEmpty();
    assertThat(fix.finish().isNothing()).isTrue();
    assertThat(fix.isFinish()).isFalse();
  }

  @Test
  void notesOfBeforeThereWereFinishesHaveNone() throws JsonProcessingException {
    var notes =
        Blob.JSON.readValue(
            """
            {"open": {}, "fixes": [], "contests": {}, "spared": {}}
            """,
            Notes.class);
    assertThat(notes.finished()).isEmpty();
    assertThat(notes.undone()).isEmpty();
    assertThat(notes.isEmpty()).isTrue();
  }
}
