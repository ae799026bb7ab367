package io.flowforge.cli.embedded;

import io.flowforge.Flowforge;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.error.UnavailableException;
import io.flowforge.organization.Organization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of the service that the sample pipelines call. Their files name the default port; the
 * stored pipelines follow the service, whichever port it has this time.
 */
public final class StubAddress {

  private static final String DEFAULT = "http://" + LoopbackPort.HOST + ":" + LocalPorts.STUB;

  private final Path note;

  /**
   * @param directory the folder of the data, where the addresses so far are noted
   */
  public StubAddress(Path directory) {
    note = directory.resolve("target-addresses");
  }

  /** Makes the pipelines of these organizations call the service where it is now. */
  public void follow(Flowforge core, List<Organization> organizations, String current) {
    try {
      List<String> earlier = new ArrayList<>(List.of(DEFAULT));
      if (Files.exists(note)) {
        earlier.addAll(Files.readAllLines(note));
      }
      // Noted first: whoever is killed halfway leaves pipelines with both addresses.
      if (!earlier.contains(current)) {
        Files.writeString(
            note, current + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      for (Organization organization : organizations) {
        for (String address : earlier) {
          if (!address.equals(current)) {
            core.pipelineAddresses().replace(organization.orgId(), address, current);
          }
        }
      }
    } catch (IOException e) {
      throw new UnavailableException("cannot use " + note + ": " + e, e);
    }
  }
}
