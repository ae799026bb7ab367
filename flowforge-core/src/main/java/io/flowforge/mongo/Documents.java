package io.flowforge.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.mongodb.MongoMetricsConnectionPoolListener;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The MongoDB client and the collections of Flowforge. Safe for use by many threads. */
public final class Documents implements AutoCloseable {

  private static final String DEFAULT_DATABASE = "flowforge_db";
  private static final Duration SERVER_SELECTION_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

  /** The sort order of lists; the id decides within a millisecond. */
  private static final Bson NEWEST_FIRST = Indexes.descending("created_on", "_id");

  // The filtered fields come first and the sort order last, so that a page is read from the index
  // and nothing is sorted in memory. Pages of requests are looked up by their ids.
  static final List<Bson> PIPELINE_INDEXES =
      List.of(Indexes.compoundIndex(Indexes.ascending("org_id"), NEWEST_FIRST));
  static final List<Bson> REQUEST_INDEXES =
      List.of(
          // Two fields that are equal unless another program has written the first.
          Indexes.ascending("run_status", "status"),
          // Not sparse, because it must find the documents that lack the field, in the order of
          // ids.
          Indexes.ascending("run_seq", "_id"));

  private final MongoClient client;
  private final MongoDatabase database;
  private volatile boolean isClosed;

  private Documents(MongoClient client, MongoDatabase database) {
    this.client = client;
    this.database = database;
  }

  /**
   * Opens the client and creates the missing indexes. The default database is {@code flowforge_db}.
   *
   * @throws InvalidException if the URI is not a MongoDB connection string
   * @throws UnavailableException if MongoDB cannot be reached
   */
  public static Documents open(@Nullable String uri) {
    return open(uri, new CompositeMeterRegistry());
  }

  /** Opens the client like {@link #open(String)} and publishes the metrics of its pool. */
  public static Documents open(@Nullable String uri, MeterRegistry meters) {
    ConnectionString address = MongoUri.parse(uri);
    return open(settings(address, meters), nameIn(address));
  }

  static String nameIn(ConnectionString address) {
    return address.getDatabase() == null ? DEFAULT_DATABASE : address.getDatabase();
  }

  /**
   * Opens the client like {@link #open(String)}, but creates nothing.
   *
   * @throws InvalidException if the URI is not a MongoDB connection string
   * @throws UnavailableException if MongoDB cannot be reached
   */
  public static Documents openAsIs(@Nullable String uri) {
    ConnectionString address = MongoUri.parse(uri);
    MongoClientSettings settings = settings(address, new CompositeMeterRegistry());
    return opened(settings, nameIn(address), Documents::ping);
  }

  static Documents open(MongoClientSettings settings, String name) {
    return opened(settings, name, Documents::createIndexes);
  }

  private static Documents opened(
      MongoClientSettings settings, String name, Consumer<Documents> first) {
    MongoClient client = MongoClients.create(settings);
    var documents = new Documents(client, client.getDatabase(name));
    try {
      first.accept(documents);
    } catch (UnavailableException e) {
      documents.close();
      throw MongoFailures.whenOpening(e, settings);
    } catch (RuntimeException e) {
      documents.close();
      throw e;
    }
    return documents;
  }

  static MongoClientSettings settings(ConnectionString address, MeterRegistry meters) {
    return MongoClientSettings.builder()
        .applyToClusterSettings(
            cluster ->
                cluster.serverSelectionTimeout(
                    SERVER_SELECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
        .applyToConnectionPoolSettings(
            pool -> pool.addConnectionPoolListener(new MongoMetricsConnectionPoolListener(meters)))
        .writeConcern(WriteConcern.MAJORITY)
        .applicationName("flowforge")
        // After the settings above, so that the operator's URI overrides them.
        .applyConnectionString(address)
        // Except this one: reads must see every write, and a document that a secondary does not
        // have yet would look deleted.
        .readPreference(ReadPreference.primary())
        .build();
  }

  /** Runs the work on the collection {@code pipelines}. */
  public <T> T onPipelines(Function<MongoCollection<Document>, T> work) {
    return on("pipelines", work);
  }

  /** Runs the work on the collection {@code service_requests}. */
  public <T> T onServiceRequests(Function<MongoCollection<Document>, T> work) {
    return on("service_requests", work);
  }

  /**
   * Checks that MongoDB responds.
   *
   * @throws UnavailableException if it does not
   */
  public void ping() {
    on("service_requests", _ -> database.runCommand(new Document("ping", 1)));
  }

  /**
   * Checks that MongoDB does what a write needs. It counts up a number in the only document of the
   * collection {@code write_probe}, which therefore does not grow.
   *
   * @throws UnavailableException if MongoDB does not respond or cannot write
   */
  public void tryWrite() {
    on(
        "write_probe",
        probe ->
            probe.updateOne(
                Filters.eq("writes of all servers"),
                Updates.inc("writes", 1L),
                new UpdateOptions().upsert(true)));
  }

  @Override
  public void close() {
    isClosed = true;
    client.close();
  }

  private <T> T on(String collection, Function<MongoCollection<Document>, T> work) {
    try {
      return work.apply(database.getCollection(collection));
    } catch (MongoException e) {
      throw isClosed ? stopping(e) : MongoFailures.translated(e, collection);
    } catch (IllegalStateException e) {
      // That is how the driver refuses calls after the close.
      throw isClosed ? stopping(e) : e;
    }
  }

  private static UnavailableException stopping(RuntimeException failure) {
    return new UnavailableException(UnavailableException.STOPPING, failure);
  }

  private void createIndexes() {
    onPipelines(pipelines -> pipelines.createIndexes(models(PIPELINE_INDEXES)));
    onServiceRequests(requests -> requests.createIndexes(models(REQUEST_INDEXES)));
  }

  private static List<IndexModel> models(List<Bson> indexes) {
    return indexes.stream().map(IndexModel::new).toList();
  }
}
