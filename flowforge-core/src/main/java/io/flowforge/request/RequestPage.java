package io.flowforge.request;

import java.util.List;

/**
 * A page of a list of requests, newest first.
 *
 * @param totalCount how many requests there are on all pages, those before the first one asked for
 *     too
 */
public record RequestPage(List<ServiceRequest> requests, long totalCount) {

  public RequestPage {
    requests = List.copyOf(requests);
  }
}
