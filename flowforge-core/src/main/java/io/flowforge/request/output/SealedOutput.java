package io.flowforge.request.output;

import io.flowforge.secret.seal.SealedValue;

/** A secret output with all that it belongs to. */
public record SealedOutput(
    int orgId, String requestId, String stepName, String name, int run, SealedValue value) {}
