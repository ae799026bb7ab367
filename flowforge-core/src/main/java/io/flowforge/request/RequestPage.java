package io.flowforge.request;

import io.flowforge.batch.Batches;

/**
 * A page of a list of requests, newest first.
 *
 * @param requests are read while they are iterated
 * @param totalCount how many requests the list has, on this and all other pages
 */
public record RequestPage(Batches<ServiceRequest> requests, long totalCount) {}
