package io.flowforge.generator;

import java.util.List;

/**
 * What an order came to, as a line of JSON. Times are from the moment at which a call was due: a
 * server that stalls does not delay what is measured.
 *
 * @param calls how many calls that count were answered
 * @param perSecond how many were answered per second
 * @param problems calls that were not answered with 2xx, or not answered; empty if all were
 * @param isWhole whether all calls that were due were sent; otherwise the figures mean nothing
 */
public record LoadReport(
    long calls,
    double perSecond,
    double p50Millis,
    double p90Millis,
    double p99Millis,
    double maxMillis,
    List<String> problems,
    boolean isWhole) {}
