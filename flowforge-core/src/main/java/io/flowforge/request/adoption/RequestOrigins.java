package io.flowforge.request.adoption;

import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import java.util.List;
import java.util.Map;

/** Fills in the requesters, pipelines and times of requests that PostgreSQL does not have yet. */
public final class RequestOrigins {

  private static final int BATCH = 500;

  private final Database database;
  private final ExecutionStateStore states;
  private final ServiceRequestStore requests;

  public RequestOrigins(
      Database database, ExecutionStateStore states, ServiceRequestStore requests) {
    this.database = database;
    this.states = states;
    this.requests = requests;
  }

  /** Fills in all that have a document, in batches. */
  public void sweep() {
    List<String> ids = after("");
    while (!ids.isEmpty()) {
      Map<String, RequestOrigin> origins = requests.origins(ids);
      database.useTransaction(tx -> states.addOrigins(tx, origins));
      ids = ids.size() < BATCH ? List.of() : after(ids.getLast());
    }
  }

  private List<String> after(String id) {
    return database.inTransaction(tx -> states.withoutOrigin(tx, id, BATCH));
  }
}
