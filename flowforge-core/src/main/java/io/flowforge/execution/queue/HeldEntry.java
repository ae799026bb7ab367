package io.flowforge.execution.queue;

import java.time.Instant;

/**
 * An entry that this process has picked.
 *
 * @param orgId the organization of the request, 0 if there is no such request
 * @param version the number of changes to the entry; another one means that the entry was lost
 * @param failures how often running it has failed unexpectedly, in a row
 * @param due when it was due
 */
public record HeldEntry(QueueEntry entry, int orgId, long version, int failures, Instant due) {}
