package io.flowforge.cli.command.tree;

import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.output.Terminal;
import java.util.Map;

/**
 * What every command may use.
 *
 * @param environment the environment variables
 */
public record CommandContext(Map<String, String> environment, ProjectFolders folders) {

  public CommandContext {
    environment = Map.copyOf(environment);
  }

  public Terminal terminal() {
    return Terminal.of(environment);
  }

  /** Returns the folders only, because the variables contain secrets. */
  @Override
  public String toString() {
    return folders.toString();
  }
}
