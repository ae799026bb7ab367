package io.flowforge.cli.embedded;

import java.time.Duration;

/**
 * The times that the parts of the stack took to start. They start at the same time, so the total is
 * less than the sum.
 */
public record StartTimes(Duration postgres, Duration mongo, Duration issuer, Duration total) {}
