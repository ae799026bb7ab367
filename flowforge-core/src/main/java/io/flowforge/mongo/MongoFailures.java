package io.flowforge.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerException;
import io.flowforge.error.UnavailableException;
import java.util.Set;

/** Tells a document store that does not answer from a fault of ours. */
final class MongoFailures {

  /**
   * What a server says that cannot serve at this moment. The codes with which a read <a
   * href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md">
   * is to be tried again</a>, and the one of a router that finds no primary; 64 is a write that was
   * not acknowledged by enough members in time.
   */
  private static final Set<Integer> PASSING =
      Set.of(6, 7, 64, 89, 91, 133, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

  private MongoFailures() {}

  /**
   * What to throw.
   *
   * @param collection what the command was about
   */
  static RuntimeException translated(MongoException failure, String collection) {
    if (failure instanceof MongoNotPrimaryException
        || failure instanceof MongoNodeIsRecoveringException
        || PASSING.contains(failure.getCode())) {
      return new UnavailableException(
          "the document store is changing its primary; try again in a few seconds", failure);
    }
    if (failure instanceof MongoServerException) {
      // The server answered, and refused: a fault of ours, not an outage.
      return new IllegalStateException("MongoDB refused a command on " + collection, failure);
    }
    return new UnavailableException(
        "the document store does not answer; try again in a few seconds", failure);
  }
}
