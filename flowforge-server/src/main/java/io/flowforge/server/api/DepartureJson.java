package io.flowforge.server.api;

import io.flowforge.organization.OpenRequests;

/** The response to the end of a membership: what the former member leaves open. */
record DepartureJson(OpenRequests openRequests) {}
