package io.flowforge.load.growth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import io.flowforge.load.stack.Members;
import io.flowforge.load.stack.Stack;
import io.flowforge.mongo.Documents;
import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.list.RequestCountStore;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.List;

/**
 * Requests that SQL has made: number 0 is the newest, each is a second older than the one before,
 * and the members have submitted them in turn. Those that are read have documents.
 */
final class GrownRequests {

  /** How many in a row have documents: the newest ones, and as many in the middle. */
  static final int WITH_DOCUMENTS = 2_000;

  private static final List<String> FILL =
      List.of(
          "ALTER TABLE request_run DISABLE TRIGGER USER",
          """
          INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
            projected_seq, leg, claim, created_at, updated_at, user_id, pipeline_id, created_on)
          SELECT lpad(to_hex(4000000000 - i), 24, '6'), {org},
            CASE WHEN i % 50 = 0 THEN 'Pending' WHEN i % 50 = 1 THEN 'Failed' ELSE 'Completed' END,
            's2', 4, 4, 4, 2, 1, made.at, made.at, 'auth0|member-' || i % {members}, '{pipeline}', made.at
          FROM generate_series({from}, {to} - 1) i,
            LATERAL (SELECT timestamp '2026-06-01' - i * interval '1 second' AS at) AS made
          """,
          "ALTER TABLE request_run ENABLE TRIGGER USER",
          """
          INSERT INTO request_transition (request_id, seq, transition, to_status, caused_by, happened_at)
          SELECT lpad(to_hex(4000000000 - i), 24, '6'), j, 'ADVANCE', 'Running', '', now()
          FROM generate_series({from}, {to} - 1) i, generate_series(1, 4) j
          """,
          """
          INSERT INTO service_request_event
            (event_type, service_request_id, step_name, step_type, created_by, created_at, seq)
          SELECT CASE WHEN j < 9 THEN 'Running' ELSE 'Completed' END,
            lpad(to_hex(4000000000 - i), 24, '6'), 's' || 1 + j % 2, 'API', '', now(), 1 + j / 3
          FROM generate_series({from}, {to} - 1) i, generate_series(1, 10) j
          """,
          """
          INSERT INTO step_log (request_id, step_name, level, logged_at, text)
          SELECT lpad(to_hex(4000000000 - i), 24, '6'), 's' || j, 'INFO', now(), repeat('x', 100)
          FROM generate_series({from}, {to} - 1) i, generate_series(1, 2) j
          """);

  private final Stack stack;
  private final String pipelineId;
  private final ServiceRequestStore documents;
  private int count;

  GrownRequests(Stack stack, String pipelineId, Documents documents) {
    this.stack = stack;
    this.pipelineId = pipelineId;
    this.documents = new ServiceRequestStore(documents);
  }

  /** Adds requests until there are as many. */
  void growTo(int size, Database database) {
    for (String statement : FILL) {
      stack
          .database()
          .execute(
              statement
                  .replace("{org}", Long.toString(stack.orgId()))
                  .replace("{members}", Integer.toString(Members.COUNT))
                  .replace("{pipeline}", pipelineId)
                  .replace("{from}", Integer.toString(count))
                  .replace("{to}", Integer.toString(size)));
    }
    database.useTransaction(new RequestCountStore()::recount);
    stack.database().execute("VACUUM ANALYZE");
    stack.database().execute("CHECKPOINT");
    if (count == 0) {
      addDocuments(0);
    }
    count = size;
    addDocuments(middle());
  }

  /** Returns the number of the first of those in the middle that have documents. */
  int middle() {
    return Math.max(WITH_DOCUMENTS, count / 2);
  }

  static String id(int number) {
    String digits = Long.toHexString(4_000_000_000L - number);
    return "6".repeat(24 - digits.length()) + digits;
  }

  private void addDocuments(int from) {
    ObjectNode form = Json.mapper().createObjectNode().put("ticket", "a ticket");
    for (int number = from; number < from + WITH_DOCUMENTS; number++) {
      Instant at = Instant.parse("2026-06-01T00:00:00Z").minusSeconds(number);
      documents.add(
          new ServiceRequest(
              id(number),
              "auth0|member-" + number % Members.COUNT,
              (int) stack.orgId(),
              pipelineId,
              "steps-2",
              1,
              RequestStatus.COMPLETED,
              at,
              at,
              "",
              form),
          4);
    }
  }
}
