package io.flowforge.request.document;

import io.flowforge.mongo.DocumentFields;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.ObservedState.FoundStatus;
import java.util.Map;

/**
 * The status in the document of a request, and what this server wrote there last. Another program
 * that changes the status knows nothing of the copy beside it, so the two differ from then on.
 *
 * @param stored in the words of whoever wrote it; empty if there is none
 * @param written the copy; empty if there is none for this transition, because this server has
 *     never written the status, or an earlier version of it did
 * @param seq the number of the transition that it was written for, 0 if never
 */
public record DocumentStatus(String stored, String written, long seq) {

  /** The field with the number of the transition. */
  public static final String SEQ = "run_seq";

  /** The field with the copy of the status. */
  public static final String COPY = "run_status";

  /** The field with the number of the transition that the copy is of. */
  public static final String COPY_SEQ = "run_status_seq";

  /** Reads the fields. */
  public static DocumentStatus of(DocumentFields document) {
    String stored = document.storableText("status");
    long seq = document.number(SEQ);
    String copy = document.optionalText(COPY).orElse("");
    boolean isOfThisStatus = seq > 0 && document.number(COPY_SEQ) == seq;
    return new DocumentStatus(stored, isOfThisStatus ? copy : "", seq);
  }

  /** Returns the fields for a status that this server writes. */
  public static Map<String, Object> fields(String status, long seq) {
    return Map.of("status", status, SEQ, seq, COPY, status, COPY_SEQ, seq);
  }

  /** Returns whether no server that knows {@code request_run} has written the status. */
  public boolean isOlder() {
    return seq == 0;
  }

  /** Returns whether this status has its copy. */
  public boolean hasCopy() {
    return !written.isEmpty();
  }

  /**
   * Returns whether another program has written the status, and adoption has not seen it yet. The
   * number of the transition only grows, and other programs leave it alone.
   */
  public boolean isWrittenElsewhere(ObservedState known) {
    if (known.found().isPresent() && seq <= known.found().get().seq()) {
      // A lower number was read before adoption looked.
      return seq == known.found().get().seq() && !stored.equals(known.found().get().status());
    }
    if (isOlder()) {
      // An earlier version of this server has adopted it, and noted nothing.
      return false;
    }
    ExecutionState state = known.state();
    return hasCopy()
        ? !stored.equals(written)
        // An earlier version of this server wrote the status, without a copy.
        : seq == state.statusSeq() && !stored.equals(state.status().label());
  }

  /** Returns what adoption notes when it looks at the document. */
  public FoundStatus asFound() {
    return new FoundStatus(stored, seq);
  }
}
