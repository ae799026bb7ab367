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
public record RecordedRun(String requestId, List<List<String>> transactions) {

  /** Groups statements of several connections, which may be interleaved, by transaction. */
  static RecordedRun of(String requestId, List<LoggedStatement> statements) {
    List<List<String>> ended = new ArrayList<>();
    Map<String, List<String>> open = new LinkedHashMap<>();
    for (LoggedStatement statement : statements) {
      if (statement.isBegin()) {
        open.put(statement.session(), new ArrayList<>());
      } else if (statement.isEnd()) {
        List<String> transaction = open.remove(statement.session());
        if (transaction != null && !transaction.isEmpty()) {
          ended.add(transaction);
        }
      } else if (open.containsKey(statement.session())) {
        open.get(statement.session()).add(statement.sql());
      } else {
        ended.add(List.of(statement.sql()));
      }
    }
    return new RecordedRun(requestId, ended);
  }

  public int statements() {
    return transactions.stream().mapToInt(List::size).sum();
  }
}
