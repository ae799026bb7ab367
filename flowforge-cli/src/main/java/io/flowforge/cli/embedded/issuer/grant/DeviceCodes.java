package io.flowforge.cli.embedded.issuer.grant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sign-ins of devices that have no browser: the device has one code, and a person types the
 * other one elsewhere. Safe for use by many threads.
 */
public final class DeviceCodes {

  public static final Duration LIFETIME = Duration.ofMinutes(10);

  /** Short, since the device is on this machine. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final int MAX_DEVICES = 1000;

  /** The codes of a device. */
  public record Issued(String deviceCode, String userCode) {}

  private static final class Device {
    private final String clientId;
    private final String scope;
    private final String userCode;
    private final Instant expiresAt;
    private boolean isDecided;
    private @Nullable Grant grant;
    private Instant lastPoll = Instant.MIN;

    private Device(String clientId, String scope, String userCode, Instant expiresAt) {
      this.clientId = clientId;
      this.scope = scope;
      this.userCode = userCode;
      this.expiresAt = expiresAt;
    }
  }

  private final RandomText random = new RandomText();
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final InstantSource clock;

  public DeviceCodes(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized Issued issue(String clientId, String scope) {
    if (devices.size() >= MAX_DEVICES) {
      devices.remove(devices.keySet().iterator().next());
    }
    var issued = new Issued(random.next(), random.nextToType());
    devices.put(
        issued.deviceCode(),
        new Device(clientId, scope, issued.userCode(), clock.instant().plus(LIFETIME)));
    return issued;
  }

  /** Returns the client that waits for the code; people may type it in lower case. */
  public synchronized Optional<String> clientOf(String userCode) {
    return waiting(userCode).map(device -> device.clientId);
  }

  /**
   * Records what the person has decided.
   *
   * @param subject empty if the person declines
   * @return false if no device waits for the code
   */
  public synchronized boolean decide(String userCode, Optional<String> subject) {
    Optional<Device> waiting = waiting(userCode);
    waiting.ifPresent(
        device -> {
          device.isDecided = true;
          device.grant =
              subject.map(sub -> Grant.of(sub, device.clientId, device.scope)).orElse(null);
        });
    return waiting.isPresent();
  }

  /** Returns what the device gets now; tokens only once. */
  public synchronized DevicePoll poll(String deviceCode, String clientId) {
    Device device = devices.get(deviceCode);
    Instant now = clock.instant();
    if (device == null || !device.clientId.equals(clientId) || !now.isBefore(device.expiresAt)) {
      return DevicePoll.Refused.EXPIRED_TOKEN;
    }
    boolean isTooSoon = now.isBefore(device.lastPoll.plus(INTERVAL));
    device.lastPoll = now;
    if (!device.isDecided) {
      return isTooSoon ? DevicePoll.Refused.SLOW_DOWN : DevicePoll.Refused.AUTHORIZATION_PENDING;
    }
    devices.remove(deviceCode);
    return device.grant == null
        ? DevicePoll.Refused.ACCESS_DENIED
        : new DevicePoll.Granted(device.grant);
  }

  private Optional<Device> waiting(String userCode) {
    String typed = userCode.strip().toUpperCase(Locale.ROOT);
    return devices.values().stream()
        .filter(device -> device.userCode.equals(typed))
        .filter(device -> !device.isDecided && clock.instant().isBefore(device.expiresAt))
        .findFirst();
  }
}
