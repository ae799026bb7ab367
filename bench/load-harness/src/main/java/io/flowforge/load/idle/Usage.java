package io.flowforge.load.idle;

import io.flowforge.load.stack.CpuTime;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.time.Duration;

/** What was used up to a moment. */
record Usage(
    Duration server, Duration postgres, Duration documents, long statements, long transactions) {

  /** pg_stat_statements, which leaves out what the harness and the database's own work ask. */
  private static final String STATEMENTS =
      """
      SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND query NOT LIKE '%pg_stat_%' AND query NOT IN ('BEGIN', 'COMMIT', 'ROLLBACK')
      """;

  private static final String TRANSACTIONS =
      "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";

  static Usage now(Stack stack, ServerAddress server) {
    return new Usage(
        CpuTime.of(server.process().handle()),
        CpuTime.withChildren(stack.postgres().postmaster()),
        CpuTime.of(stack.documentStore().handle()),
        stack.database().count(STATEMENTS),
        stack.database().count(TRANSACTIONS));
  }

  Usage since(Usage earlier) {
    return new Usage(
        server.minus(earlier.server),
        postgres.minus(earlier.postgres),
        documents.minus(earlier.documents),
        statements - earlier.statements,
        transactions - earlier.transactions);
  }
}
