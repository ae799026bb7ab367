package io.flowforge.request.document;

import io.flowforge.mongo.DocumentFields;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.ObservedState.FoundStatus;

/**
 * The status in the document of a request, and what this server wrote there last. Another program
 * that changes the status knows nothing of the copy beside it, so the two differ from then on.
 *
 * @param stored in the words of whoever wrote it; empty if there is none
 * @param written the copy; empty if this server has never written the status
 * @param seq the number of the transition that it was written for, 0 if never
 */
public record DocumentStatus(String stored, String written, long seq) {

  /** The field with the number of the transition. */
  public static final String SEQ = "run_seq";

  /** The field with the copy of the status. */
  public static final String COPY = "run_status";

  /**
   * Reads the fields. A document that an earlier version of this server wrote has no copy; its
   * status counts as written by that server.
   */
  public static DocumentStatus of(DocumentFields document) {
    String stored = document.storableText("status");
    long seq = document.number(SEQ);
    return seq == 0
        ? new DocumentStatus(stored, "", 0)
        : new DocumentStatus(stored, document.optionalText(COPY).orElse(stored), seq);
  }

  /** Returns whether no server that knows {@code request_run} has written the status. */
  public boolean isOlder() {
    return seq == 0;
  }

  /** Returns whether another program has written the status, and adoption has not seen it yet. */
  public boolean isWrittenElsewhere(ObservedState known) {
    boolean isOurs = !isOlder() && stored.equals(written);
    return !isOurs && !isWhatWasFoundBy(known);
  }

  /**
   * Returns whether adoption found exactly this in the document. Of requests that an earlier
   * version of this server adopted, that is not recorded; what was there counts as seen.
   */
  public boolean isWhatWasFoundBy(ObservedState known) {
    return known
        .found()
        .map(found -> found.status().equals(stored) && found.seq() == seq)
        .orElse(isOlder());
  }

  /** Returns what adoption notes when it looks at the document. */
  public FoundStatus asFound() {
    return new FoundStatus(stored, seq);
  }
}
