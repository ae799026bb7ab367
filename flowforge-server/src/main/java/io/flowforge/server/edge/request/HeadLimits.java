package io.flowforge.server.edge.request;

/**
 * The limits of the request line and the headers of a request.
 *
 * @param requestLineBytes the size of the request line; a longer one is refused with 414
 * @param headerBytes the size of all headers with their line ends; more are refused with 431
 */
public record HeadLimits(int requestLineBytes, int headerBytes) {}
