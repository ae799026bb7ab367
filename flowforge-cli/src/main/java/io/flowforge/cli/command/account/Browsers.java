package io.flowforge.cli.command.account;

import io.flowforge.cli.login.flow.BrowserProgram;
import io.flowforge.cli.login.flow.CallbackPorts;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The browser of this machine, if there is one, and where it returns to. */
record Browsers(Map<String, String> environment, CallbackPorts ports) {

  boolean canOpen() {
    return program().isPresent();
  }

  boolean open(URI address) {
    return program().filter(program -> program.open(address)).isPresent();
  }

  private Optional<BrowserProgram> program() {
    return BrowserProgram.find(environment, System.getProperty("os.name", ""));
  }
}
