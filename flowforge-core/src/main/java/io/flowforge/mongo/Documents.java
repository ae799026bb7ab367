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
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.mongodb.MongoMetricsConnectionPoolListener;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The client of MongoDB and the collections of Flowforge. Safe for use by many threads. */
public final class Documents implements AutoCloseable {

  private static final String DEFAULT_DATABASE = "flowforge_db";
  private static final int SECONDS_TO_FIND_A_SERVER = 5;
  private static final int SECONDS_TO_CONNECT = 5;
  private static final int SECONDS_TO_READ = 15;

  /** What lists are sorted by, newest first; the id decides within a millisecond. */
  private static final Bson NEWEST_FIRST = Indexes.descending("created_on", "_id");

  // What a list asks for comes first and what it is sorted by after it, so that a page is read off
  // the index and nothing is sorted in memory.
  static final List<Bson> PIPELINE_INDEXES =
      List.of(Indexes.compoundIndex(Indexes.ascending("org_id"), NEWEST_FIRST));
  static final List<Bson> REQUEST_INDEXES =
      List.of(
          Indexes.compoundIndex(Indexes.ascending("org_id"), NEWEST_FIRST),
          Indexes.compoundIndex(Indexes.ascending("org_id", "status"), NEWEST_FIRST),
          Indexes.compoundIndex(Indexes.ascending("org_id", "user_id"), NEWEST_FIRST),
          // Not sparse: it is there to find the documents that have no such field.
          Indexes.ascending("run_seq"));

  private final MongoClient client;
  private final MongoDatabase database;

  private Documents(MongoClient client, MongoDatabase database) {
    this.client = client;
    this.database = database;
  }

  /**
   * Opens the client and makes sure of the indexes. The database is the one that the URI names,
   * else {@code flowforge_db}.
   *
   * @throws InvalidException when the URI is not a MongoDB connection string
   * @throws UnavailableException when MongoDB cannot be reached
   */
  public static Documents open(@Nullable String uri) {
    return open(uri, new CompositeMeterRegistry());
  }

  /** Like {@link #open(String)}, with the pool of connections measured. */
  public static Documents open(@Nullable String uri, MeterRegistry meters) {
    ConnectionString address = addressOf(uri);
    MongoClient client = MongoClients.create(settings(address, meters));
    String name = address.getDatabase() == null ? DEFAULT_DATABASE : address.getDatabase();
    var documents = new Documents(client, client.getDatabase(name));
    try {
      documents.createIndexes();
    } catch (RuntimeException e) {
      documents.close();
      throw e;
    }
    return documents;
  }

  static MongoClientSettings settings(ConnectionString address, MeterRegistry meters) {
    return MongoClientSettings.builder()
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(SECONDS_TO_FIND_A_SERVER, TimeUnit.SECONDS))
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(SECONDS_TO_CONNECT, TimeUnit.SECONDS)
                    .readTimeout(SECONDS_TO_READ, TimeUnit.SECONDS))
        .applyToConnectionPoolSettings(
            pool -> pool.addConnectionPoolListener(new MongoMetricsConnectionPoolListener(meters)))
        .writeConcern(WriteConcern.MAJORITY)
        .applicationName("flowforge")
        // Behind the rest, so that what an operator wrote into the URI counts.
        .applyConnectionString(address)
        // But for this: who reads must see what was written, and what a secondary has not
        // got yet would look as if it were gone.
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
   * Asks MongoDB for nothing.
   *
   * @throws UnavailableException when MongoDB does not answer
   */
  public void ping() {
    on("service_requests", _ -> database.runCommand(new Document("ping", 1)));
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T on(String collection, Function<MongoCollection<Document>, T> work) {
    try {
      return work.apply(database.getCollection(collection));
    } catch (MongoException e) {
      throw MongoFailures.translated(e, collection);
    }
  }

  private void createIndexes() {
    onPipelines(pipelines -> pipelines.createIndexes(models(PIPELINE_INDEXES)));
    onServiceRequests(requests -> requests.createIndexes(models(REQUEST_INDEXES)));
  }

  private static List<IndexModel> models(List<Bson> indexes) {
    return indexes.stream().map(IndexModel::new).toList();
  }

  private static ConnectionString addressOf(@Nullable String uri) {
    if (uri == null || uri.isBlank()) {
      throw new InvalidException(
          "MONGO_URI must look like mongodb://user:password@host:27017, but it is not set");
    }
    try {
      return new ConnectionString(uri.strip());
    } catch (IllegalArgumentException e) {
      // The driver's message can repeat parts of the URI, and the URI holds a password.
      throw new InvalidException(
          "MONGO_URI must look like mongodb://user:password@host:27017; percent-encode what is"
              + " special in user and password");
    }
  }
}
