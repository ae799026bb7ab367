package io.flowforge.execution;

import java.time.Duration;

/**
 * What waits in the queue, of all servers on the database.
 *
 * @param due entries that are due and that no worker has taken up
 * @param later entries that wait for their time, as for another attempt
 * @param lag how long the oldest of the due ones has been due; zero when there is none
 */
public record QueueState(long due, long later, Duration lag) {}
