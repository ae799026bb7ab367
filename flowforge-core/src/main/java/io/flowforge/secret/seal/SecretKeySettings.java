package io.flowforge.secret.seal;

import io.flowforge.error.InvalidException;
import io.flowforge.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The settings {@code FLOWFORGE_SECRET_KEYS} and {@code FLOWFORGE_SECRET_KEYS_FILE}. */
public final class SecretKeySettings {

  public static final String KEYS = "FLOWFORGE_SECRET_KEYS";
  public static final String FILE = "FLOWFORGE_SECRET_KEYS_FILE";

  private static final String NONE = "pipelines cannot use secrets";
  private static final int MAX_FILE_BYTES = 16 * 1024;

  private SecretKeySettings() {}

  /** Reads both, of which one may be set; without either, the server has no secrets. */
  public static SecretKeys read(SettingsReader settings) {
    Optional<SecretKeys> keys = settings.secret(KEYS, NONE).flatMap(text -> parsed(settings, text));
    Optional<SecretKeys> ofFile =
        settings.optional(FILE, NONE, path -> SecretKeys.parse(FILE, contentOf(path)));
    if (keys.isPresent() && ofFile.isPresent()) {
      settings.refuse(FILE, "%s and %s are both set; remove one of them".formatted(FILE, KEYS));
    }
    return keys.or(() -> ofFile).orElse(SecretKeys.NONE);
  }

  private static Optional<SecretKeys> parsed(SettingsReader settings, String text) {
    try {
      return Optional.of(SecretKeys.parse(KEYS, text));
    } catch (InvalidException e) {
      settings.refuse(KEYS, e.userMessage());
      return Optional.empty();
    }
  }

  private static String contentOf(String path) {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      byte[] bytes = file.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new InvalidException(
            "%s has more than %d bytes; write %s into it"
                .formatted(FILE, MAX_FILE_BYTES, SecretKeys.FORM));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new InvalidException(
          "%s: '%s' cannot be read; write the path of a readable file".formatted(FILE, path));
    }
  }
}
