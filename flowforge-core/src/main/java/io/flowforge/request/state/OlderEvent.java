package io.flowforge.request.state;

/**
 * A step event as an older system wrote it.
 *
 * @param stepType empty if it was not recorded
 * @param event the type of the event, in the words of that system
 * @param eventId orders the events
 */
public record OlderEvent(
    String requestId, String stepName, String stepType, String event, long eventId) {}
