package io.flowforge.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A response that a condition reads as {@code response.status}, {@code response.headers} and {@code
 * response.body}. It is read in place and must not change while the condition is evaluated.
 *
 * @param status the status code
 * @param headers the values of the headers as strings, by their names in lower case
 * @param body the body, or a JSON null if it is no JSON
 */
public record ResponseInput(int status, ObjectNode headers, JsonNode body) {}
