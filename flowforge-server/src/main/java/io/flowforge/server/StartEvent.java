package io.flowforge.server;

import io.flowforge.FlowforgeVersion;
import io.flowforge.settings.HeldSetting;
import io.flowforge.settings.SettingOrigin;
import io.flowforge.trace.LogEvent;
import java.util.List;

/** The first line in the log of a server: what starts, and with which settings. */
final class StartEvent {

  private StartEvent() {}

  /** Returns the event, with all settings that have an effect; secrets are hidden. */
  static LogEvent with(List<HeldSetting> settings) {
    LogEvent event =
        LogEvent.of("starting")
            .with("version", FlowforgeVersion.current())
            .with("java", Runtime.version().toString());
    for (HeldSetting setting : settings) {
      if (setting.origin() != SettingOrigin.IGNORED) {
        event = event.with(setting.name(), setting.value());
      }
    }
    return event;
  }
}
