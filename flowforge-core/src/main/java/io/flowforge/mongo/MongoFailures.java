package io.flowforge.mongo;

import static java.util.stream.Collectors.joining;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.ServerAddress;
import io.flowforge.error.InvalidException;
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

  /** The error code of a server whose disk is full. */
  private static final int OUT_OF_DISK_SPACE = 14031;

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
    if (failure.getCode() == OUT_OF_DISK_SPACE) {
      return new UnavailableException(
          "the document store has no disk space left; retry when there is some", failure);
    }
    if (failure instanceof MongoInterruptedException) {
      // Such as by a stop of this process; MongoDB has nothing to do with it.
      return new UnavailableException(UnavailableException.INTERRUPTED, failure);
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

  /** Returns what to tell operators when the first command fails. */
  static RuntimeException whenOpening(UnavailableException failure, MongoClientSettings settings) {
    String hosts =
        settings.getClusterSettings().getHosts().stream()
            .map(ServerAddress::toString)
            .collect(joining(", "));
    if (failure.getCause() instanceof MongoSecurityException) {
      return new InvalidException(
          "MONGO_URI: MongoDB at " + hosts + " refuses the user or the password; correct them");
    }
    return new UnavailableException(
        "the document store is not responding at %s; check that MongoDB is running and MONGO_URI is"
                .formatted(hosts)
            + " right, then retry",
        failure);
  }
}
