package io.flowforge.request;

import java.util.List;

/**
 * A page of a list of requests, newest first.
 *
 * @param totalCount how many requests the list has, on this and all other pages
 */
public record RequestPage(List<ServiceRequest> requests, long totalCount) {

  public RequestPage {
    requests = List.copyOf(requests);
  }
}
