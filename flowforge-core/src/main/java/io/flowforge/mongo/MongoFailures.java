package io.flowforge.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerException;
import io.flowforge.error.UnavailableException;
import java.util.Set;

/** The translation of the driver's exceptions: outages are told from bugs of ours. */
final class MongoFailures {

  /**
   * The error codes of a server that cannot serve at the moment: those of <a
   * href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md">
   * retryable reads</a>, 133 (a router finds no primary) and 64 (too few members acknowledged a
   * write in time).
   */
  private static final Set<Integer> TRANSIENT_CODES =
      Set.of(6, 7, 64, 89, 91, 133, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

  private MongoFailures() {}

  /**
   * Returns the exception to throw.
   *
   * @param collection the collection that the command was sent to
   */
  static RuntimeException translated(MongoException failure, String collection) {
    if (failure instanceof MongoNotPrimaryException
        || failure instanceof MongoNodeIsRecoveringException
        || TRANSIENT_CODES.contains(failure.getCode())) {
      return new UnavailableException(
          "the document store is electing a new primary; retry in a few seconds", failure);
    }
    if (failure instanceof MongoServerException) {
      // The server rejected the command: a bug of ours, not an outage.
      return new IllegalStateException("MongoDB refused a command on " + collection, failure);
    }
    if (failure instanceof MongoInternalException) {
      // Such as a reply of more than 48 MB, which the driver refuses: waiting does not help.
      return new IllegalStateException("the driver refused a reply about " + collection, failure);
    }
    return new UnavailableException(
        "the document store is not responding; retry in a few seconds", failure);
  }
}
