package io.flowforge.cli.connection.stream;

/**
 * An event of a stream.
 *
 * @param type {@code message} if the server names none
 * @param data its lines, separated by line feeds
 * @param id the last id that the server has sent in this stream; empty if it has sent none
 */
public record ReceivedEvent(String type, String data, String id) {}
