package io.flowforge.cli.faults;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.flowforge.cli.faults.Evidence.Event;
import io.flowforge.cli.faults.Evidence.Run;
import io.flowforge.cli.faults.Evidence.Span;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import io.flowforge.cli.faults.Evidence.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bson.Document;

/** Reads all of the evidence once the cluster has come to rest. */
final class EvidenceReader {

  private EvidenceReader() {}

  static Evidence read(Cluster cluster, Load load, QueueWatch watch, List<Span> freezes)
      throws SQLException {
    Tables tables = cluster.tables();
    Map<String, Run> runs =
        tables
            .list(
                "SELECT request_id, status, seq, status_seq FROM request_run", EvidenceReader::run)
            .stream()
            .collect(toMap(Run::id, identity()));
    return new Evidence(
        runs,
        tables.list(
            "SELECT request_id, seq, transition, to_status FROM request_transition",
            EvidenceReader::transition),
        tables.list(
            """
            SELECT service_request_id, seq, step_name, step_type, event_type
            FROM service_request_event ORDER BY event_id
            """,
            EvidenceReader::event),
        documents(cluster.documents().uri()),
        cluster.target().calls(),
        cluster.target().effects(),
        load.conversation().accepted(),
        load.conversation().refusals(),
        runs.keySet().stream().filter(load::leavesWaiting).collect(toSet()),
        watch.sightings(),
        freezes);
  }

  private static Map<String, StoredDocument> documents(String uri) {
    try (MongoClient client = MongoClients.create(uri)) {
      var found = client.getDatabase("flowforge_db").getCollection("service_requests").find();
      return StreamSupport.stream(found.spliterator(), false)
          .map(EvidenceReader::document)
          .collect(toMap(StoredDocument::id, identity()));
    }
  }

  private static StoredDocument document(Document document) {
    return new StoredDocument(
        document.getObjectId("_id").toHexString(),
        document.get("form_data", new Document()).get("ticket", ""),
        document.get("status", ""),
        document.get("run_seq", 0L));
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString("request_id"),
        row.getString("status"),
        row.getLong("seq"),
        row.getLong("status_seq"));
  }

  private static Transition transition(ResultSet row) throws SQLException {
    return new Transition(
        row.getString("request_id"),
        row.getLong("seq"),
        row.getString("transition"),
        row.getString("to_status"));
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getString("service_request_id"),
        row.getLong("seq"),
        row.getString("step_name"),
        row.getString("step_type"),
        row.getString("event_type"));
  }
}
