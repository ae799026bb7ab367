package io.flowforge.request;

/** Everything that people can do with requests. */
public record Requests(
    RequestSubmission submission,
    RequestReading reading,
    RequestDecisions decisions,
    RequestEditing editing) {}
