package io.flowforge.request;

import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.WatchedDocuments;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.request.list.ListFilter;
import io.flowforge.request.list.ListRange;
import io.flowforge.request.list.RequestCountStore;
import io.flowforge.request.list.RequestListStore;
import io.flowforge.request.list.RequestLists;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests in both stores, whose states a test writes as it likes, and lists of them. */
final class ListFixture implements AutoCloseable {

  private final TestStores stores = new TestStores();
  private final ExecutionStateStore states = new ExecutionStateStore();
  final WatchedDocuments watched = new WatchedDocuments(stores.mongoUri());
  final ServiceRequestStore requests = new ServiceRequestStore(watched.documents());
  final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  private final RequestLists lists = new RequestLists(new RequestListStore(), requests::present);

  ListFixture() {
    Migrations.run(database);
  }

  static ServiceRequest request(int orgId, String userId, RequestStatus status, Instant createdOn) {
    return new ServiceRequest(
        BsonValues.newId(),
        userId,
        orgId,
        BsonValues.newId(),
        "p",
        1,
        status,
        createdOn,
        createdOn,
        "",
        JsonText.object("{}"));
  }

  ServiceRequest add(ServiceRequest request) {
    addState(request);
    requests.add(request, 1);
    return request;
  }

  /** Writes what a submission has written when its process is killed. */
  ServiceRequest addState(ServiceRequest request) {
    database.useTransaction(
        tx ->
            states.addIfAbsent(
                tx,
                ExecutionState.first(
                    request.id(), request.orgId(), request.status(), "s", request.createdOn()),
                new RequestOrigin(request.userId(), request.pipelineId(), request.createdOn())));
    return request;
  }

  /** Writes the state only; the document follows later, if ever. */
  void move(ServiceRequest request, RequestStatus status) {
    database.useTransaction(
        tx ->
            tx.update(
                """
                UPDATE request_run SET status = ?, seq = seq + 1, status_seq = seq + 1
                WHERE request_id = ?
                """,
                status.label(),
                request.id()));
  }

  RequestPage page(RequestQuery query) {
    return page(null, query);
  }

  RequestPage page(@Nullable String userId, RequestQuery query) {
    var found =
        lists.page(
            this::inTransaction,
            ListFilter.of(query.orgId(), userId, query.statuses()),
            new ListRange(query.before(), query.skip(), query.pageSize()));
    return new RequestPage(requests.inOrder(found.requests()), found.total());
  }

  private <T> T inTransaction(Function<Tx, T> work) {
    return database.inTransaction(work);
  }

  int addUp(int limit) {
    return database.inTransaction(tx -> new RequestCountStore().addUp(tx, limit));
  }

  /** What is counted wrongly. */
  List<String> differences() {
    return database.inTransaction(new RequestCountStore()::differences);
  }

  @Override
  public void close() {
    watched.close();
    database.close();
    stores.close();
    watched.requireStableApi();
  }
}
