package io.flowforge.cli.doctor;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseFacts;
import io.flowforge.request.list.RequestCountStore;
import java.util.List;

/** The check of the numbers of requests, which are kept and not counted. */
final class CountCheck {

  private static final String COUNTS = "request-counts";
  private static final int EXAMPLES = 3;

  private CountCheck() {}

  static Finding finding(Database database, DatabaseFacts facts) {
    if (!facts.appliedChanges().contains("025-request-lists.sql")) {
      return Finding.skipped(COUNTS, "the schema has none yet");
    }
    List<String> wrong = database.inTransaction(new RequestCountStore()::differences);
    return wrong.isEmpty()
        ? Finding.ok(COUNTS, "the numbers of requests in lists are right")
        : Finding.problem(
            COUNTS,
            "%d numbers of requests in lists are wrong, such as: %s"
                .formatted(
                    wrong.size(), String.join("; ", wrong.stream().limit(EXAMPLES).toList())),
            "flowforge repair --counts");
  }
}
