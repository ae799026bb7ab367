package io.flowforge.cli.connection;

import java.util.Optional;

/**
 * What the arguments of a command say about the server.
 *
 * @param server the URL of a server
 * @param direct whether to use the stores instead of a server
 * @param as the id of the user to act as; only on the stores
 * @param profile the name of a stored sign-in
 */
public record ConnectionChoice(
    Optional<String> server, boolean direct, Optional<String> as, Optional<String> profile) {}
