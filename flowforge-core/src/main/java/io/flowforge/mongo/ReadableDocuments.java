package io.flowforge.mongo;

import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bson.Document;

/**
 * The documents of a collection that can be read. One that cannot is reported once and counts as
 * absent, so that all others can be used. Safe for use by many threads.
 */
public final class ReadableDocuments {

  private static final Logger LOG = System.getLogger(ReadableDocuments.class.getName());

  /** How many unreadable documents are remembered as reported. */
  private static final int MAX_REPORTED = 1_000;

  private final String collection;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  public ReadableDocuments(String collection) {
    this.collection = collection;
  }

  /**
   * Returns what the mapping makes of the document, or empty if the document is unreadable:
   * whatever goes wrong with it, all others must stay usable.
   */
  public <T> Optional<T> read(Document document, Function<DocumentFields, T> mapping) {
    try {
      return Optional.of(mapping.apply(new DocumentFields(document)));
    } catch (UnreadableDocumentException e) {
      report(String.valueOf(document.get("_id")), String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (RuntimeException e) {
      report(String.valueOf(document.get("_id")), e.toString());
      return Optional.empty();
    }
  }

  private void report(String id, String problem) {
    if (reported.size() < MAX_REPORTED && reported.add(id)) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("document_unreadable")
              .with("collection", collection)
              .with("id", id)
              .with("problem", problem));
    }
  }
}
