package io.flowforge.faults.evidence;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Tables;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import io.flowforge.faults.load.Load;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bson.Document;

/** Reads the evidence once the cluster has come to rest. */
public final class EvidenceReader {

  private EvidenceReader() {}

  /** Reads the stores, and adds what was recorded during the run. */
  public static Evidence read(Cluster cluster, Load load, QueueWatch watch, List<Span> freezes)
      throws SQLException {
    StoredState stored = stored(cluster);
    return new Evidence(
        stored,
        new TargetRecord(
            cluster.target().calls(), cluster.target().effects(), cluster.target().flow()),
        new LoadRecord(
            load.conversation().accepted(),
            load.conversation().refusals(),
            stored.runs().keySet().stream().filter(load::leavesWaiting).collect(toSet())),
        watch.sightings(),
        freezes);
  }

  /** Reads the stores. */
  public static StoredState stored(Cluster cluster) throws SQLException {
    Tables tables = cluster.tables();
    return new StoredState(
        tables
            .list(
                "SELECT request_id, status, seq, status_seq FROM request_run", EvidenceReader::run)
            .stream()
            .collect(toMap(RunRow::id, identity())),
        tables.list(
            "SELECT request_id, seq, transition, to_status FROM request_transition",
            EvidenceReader::transition),
        tables.list(
            """
            SELECT service_request_id, seq, step_name, step_type, event_type
            FROM service_request_event ORDER BY event_id
            """,
            EvidenceReader::event),
        documents(cluster.documents().uri()));
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
        document.get("run_seq", 0L),
        document.get("pipeline_version", 0),
        document.get("remarks", ""));
  }

  private static RunRow run(ResultSet row) throws SQLException {
    return new RunRow(
        row.getString("request_id"),
        row.getString("status"),
        row.getLong("seq"),
        row.getLong("status_seq"));
  }

  private static TransitionRow transition(ResultSet row) throws SQLException {
    return new TransitionRow(
        row.getString("request_id"),
        row.getLong("seq"),
        row.getString("transition"),
        row.getString("to_status"));
  }

  private static EventRow event(ResultSet row) throws SQLException {
    return new EventRow(
        row.getString("service_request_id"),
        row.getLong("seq"),
        row.getString("step_name"),
        row.getString("step_type"),
        row.getString("event_type"));
  }
}
