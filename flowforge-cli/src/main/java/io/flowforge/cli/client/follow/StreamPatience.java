package io.flowforge.cli.client.follow;

import java.time.Duration;

/**
 * How long to wait for a stream.
 *
 * @param firstByte from opening it to its first byte, which the server sends at once; after that,
 *     something on the way holds it back
 * @param silence between bytes; the server sends a comment every 15 s
 * @param retry before the first attempt to connect again, if the server does not say; twice as long
 *     before each further one
 * @param longestRetry before any further attempt
 * @param noRoom before another attempt when the server has no room for the stream, if it does not
 *     say
 * @param heldBack before another attempt when something on the way has held the stream back
 * @param outage how long looks may fail, while no event comes either, before the command gives up;
 *     longer than the restart of a server or a store takes
 * @param burst how soon the rest of a burst arrives, such as the end of a stream behind its last
 *     transition
 */
record StreamPatience(
    Duration firstByte,
    Duration silence,
    Duration retry,
    Duration longestRetry,
    Duration noRoom,
    Duration heldBack,
    Duration outage,
    Duration burst) {

  static final StreamPatience USUAL =
      new StreamPatience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(45),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(100));
}
