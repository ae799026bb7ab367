package io.flowforge.cli;

import io.flowforge.FlowforgeVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code flowforge --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"flowforge " + FlowforgeVersion.current()};
  }
}
