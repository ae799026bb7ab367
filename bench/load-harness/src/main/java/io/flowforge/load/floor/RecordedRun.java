package io.flowforge.load.floor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transactions of one run, in the order in which they ended.
 *
 * @param requestId the request that ran
 */
public record RecordedRun(String requestId, List<Transaction> transactions) {

  /**
   * A transaction.
   *
   * @param batches the statements that were sent together
   * @param isCommitSentWithTheLast whether the commit was part of the last batch
   */
  record Transaction(List<List<String>> batches, boolean isCommitSentWithTheLast) {}

  /** Groups statements of several connections, which may be interleaved, by transaction. */
  static RecordedRun of(String requestId, List<LoggedStatement> statements) {
    List<Transaction> ended = new ArrayList<>();
    Map<String, List<List<String>>> open = new LinkedHashMap<>();
    for (LoggedStatement statement : statements) {
      List<List<String>> batches = open.get(statement.session());
      if (statement.isBegin()) {
        open.put(statement.session(), new ArrayList<>());
      } else if (statement.isEnd()) {
        open.remove(statement.session());
        if (batches != null && !batches.isEmpty()) {
          ended.add(new Transaction(batches, statement.isSentWithTheLast()));
        }
      } else if (batches == null) {
        ended.add(new Transaction(List.of(List.of(statement.sql())), true));
      } else {
        if (batches.isEmpty() || !statement.isSentWithTheLast()) {
          batches.add(new ArrayList<>());
        }
        batches.getLast().add(statement.sql());
      }
    }
    return new RecordedRun(requestId, ended);
  }

  public int statements() {
    return transactions.stream()
        .flatMap(transaction -> transaction.batches().stream())
        .mapToInt(List::size)
        .sum();
  }

  /** Returns how often a response was awaited: a BEGIN is sent ahead without waiting. */
  public int roundTrips() {
    return transactions.stream()
        .mapToInt(
            transaction ->
                transaction.batches().size() + (transaction.isCommitSentWithTheLast() ? 0 : 1))
        .sum();
  }
}
