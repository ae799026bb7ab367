package io.flowforge.request.action;

import io.flowforge.request.RequestDecisions;
import io.flowforge.request.RequestEditing;
import io.flowforge.request.RequestReading;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.history.RequestHistory;
import io.flowforge.request.retry.RequestRetry;

/** Everything that people can do with requests. */
public record Requests(
    RequestSubmission submission,
    RequestReading reading,
    RequestDecisions decisions,
    RequestEditing editing,
    RequestRetry retry,
    RequestHistory history) {}
