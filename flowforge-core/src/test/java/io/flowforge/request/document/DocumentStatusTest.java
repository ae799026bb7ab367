package io.flowforge.request.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.mongo.DocumentFields;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.ObservedState.FoundStatus;
import io.flowforge.request.state.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentStatusTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  /** The state is Pending since the transition 5. A dash stands for a field that is not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // status | run_seq | run_status | run_status_seq | found status | found seq | elsewhere
        "Pending   | 5 | Pending | 5 | -         | - | false",
        "Running   | 4 | Running | 4 | -         | - | false", // the projection is late
        "Completed | 6 | Completed | 6 | -       | - | false", // the state was read before
        "Cancelled | 5 | Pending | 5 | -         | - | true",
        "Cancelled | 4 | Running | 4 | -         | - | true",
        "Cancelled | 5 | Pending | 5 | Cancelled | 5 | false", // adoption has seen it
        "Completed | 5 | Pending | 5 | Cancelled | 5 | true",
        "Pending   | 5 | Pending | 5 | On Hold   | 5 | true", // it came back
        "Pending   | 4 | Pending | 4 | Completed | 5 | false", // read before adoption looked
        "Cancelled | 6 | Pending | 6 | Cancelled | 5 | true", // the same again, later
        "Pending   | - | -       | - | Pending   | 0 | false",
        "Running   | - | -       | - | Pending   | 0 | true",
        "Running   | - | -       | - | -         | - | false", // adopted by an earlier version
        "Pending   | 5 | -       | - | -         | - | false", // written by an earlier version
        "Running   | 4 | -       | - | -         | - | false",
        "Cancelled | 5 | -       | - | -         | - | true",
        "Pending   | 5 | Running | 4 | -         | - | false", // by an earlier version, later
        "Cancelled | 5 | Running | 4 | -         | - | true",
      })
  void tellsWhoWroteIt(
      String status,
      String seq,
      String copy,
      String copySeq,
      String foundStatus,
      String foundSeq,
      boolean isElsewhere) {
    var document = new Document("status", status);
    append(document, "run_seq", seq);
    if (!copy.equals("-")) {
      document.append("run_status", copy);
    }
    append(document, "run_status_seq", copySeq);
    Optional<FoundStatus> found =
        foundStatus.equals("-")
            ? Optional.empty()
            : Optional.of(new FoundStatus(foundStatus, Long.parseLong(foundSeq)));
    var state =
        new ExecutionState("r", 1, RequestStatus.PENDING, "s1", 1, Duration.ZERO, 5, 5, 5, 1, NOW);

    assertThat(
            DocumentStatus.of(new DocumentFields(document))
                .isWrittenElsewhere(new ObservedState(state, found, false)))
        .isEqualTo(isElsewhere);
  }

  private static void append(Document document, String field, String number) {
    if (!number.equals("-")) {
      document.append(field, Long.parseLong(number));
    }
  }
}
