package io.flowforge.request.list;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param before the id of a request of the list, regardless of its status; only older ones are in
 *     the part. Null for the whole list
 * @param offset how many are left out at the beginning
 * @param limit the maximum number
 */
public record ListRange(@Nullable String before, long offset, int limit) {}
