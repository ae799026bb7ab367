package io.flowforge.request.list;

import io.flowforge.error.InvalidException;
import io.flowforge.postgres.Tx;
import io.flowforge.request.list.RequestListStore.FoundPage;
import io.flowforge.request.list.RequestListStore.ListPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pages of lists of requests. PostgreSQL says which requests a page holds; a request whose row has
 * just been written is in the list once its document exists. Thread-safe.
 */
public final class RequestLists {

  /**
   * Rows beyond this number are left by an outage of MongoDB, and have no documents. If one has,
   * the reconciler finds out within seconds.
   */
  private static final int MAX_LOOK_UPS = 500;

  private final RequestListStore store;
  private final Function<List<String>, Set<String>> present;

  /**
   * @param present returns those of the ids that have a document
   */
  public RequestLists(RequestListStore store, Function<List<String>, Set<String>> present) {
    this.store = store;
    this.present = present;
  }

  /** Something that runs work in a transaction, after it has checked the caller's rights. */
  @FunctionalInterface
  public interface Checked {
    FoundPage inTransaction(Function<Tx, FoundPage> work);
  }

  /**
   * Reads a page.
   *
   * @throws InvalidException if the part is to begin after a request that is not in the list
   */
  public ListPage page(Checked caller, ListFilter filter, ListRange range) {
    FoundPage found = caller.inTransaction(tx -> page(tx, filter, range, List.of()));
    List<String> missing = withoutDocument(found.unconfirmed());
    return missing.isEmpty()
        ? found.page()
        : caller.inTransaction(tx -> page(tx, filter, range, missing)).page();
  }

  private FoundPage page(Tx tx, ListFilter filter, ListRange range, List<String> missing) {
    @Nullable ListPlace after =
        range.before() == null
            ? null
            : store
                .placeOf(tx, filter, range.before())
                .orElseThrow(
                    () -> new InvalidException("before must be the id of a request of this list"));
    return tx.last(() -> store.page(tx, filter, after, range, missing));
  }

  private List<String> withoutDocument(List<String> unconfirmed) {
    if (unconfirmed.isEmpty()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>(unconfirmed);
    missing.removeAll(
        present.apply(unconfirmed.subList(0, Math.min(unconfirmed.size(), MAX_LOOK_UPS))));
    return missing;
  }
}
