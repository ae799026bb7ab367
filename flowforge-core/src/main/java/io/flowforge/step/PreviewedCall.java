package io.flowforge.step;

import java.util.Map;

/**
 * A call as a step would make it.
 *
 * @param url without the fragment, which is never sent
 * @param headers those that the step sets; the client adds {@code Host}, {@code Content-Length} and
 *     the like
 * @param body empty for none
 */
public record PreviewedCall(String method, String url, Map<String, String> headers, String body) {}
