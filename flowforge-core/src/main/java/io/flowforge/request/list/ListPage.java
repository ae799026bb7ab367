package io.flowforge.request.list;

import java.util.List;

/**
 * A page of a list.
 *
 * @param total how many requests the list has, on this and all other pages
 */
public record ListPage(List<ListedRequest> requests, long total) {}
