package io.flowforge.cli.embedded.issuer.grant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.files.PrivateFiles;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The refresh tokens of the local issuer, kept over restarts as hashes. Each is valid once; if one
 * is used twice, somebody has copied it, and its descendants are revoked. Safe for use by many
 * threads.
 */
public final class RefreshTokens {

  private static final Duration LIFETIME = Duration.ofDays(30);

  /** Sign-ins of people at one machine; the oldest make room. */
  private static final int MAX_TOKENS = 1000;

  /** A token; all that come from one sign-in are a family. */
  private record Entry(
      String hash, String family, Grant grant, Instant expiresAt, boolean isUsed) {}

  private record Content(List<Entry> tokens) {}

  private final RandomText random = new RandomText();
  private final Path file;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final List<Entry> entries;

  private RefreshTokens(Path file, ObjectMapper json, InstantSource clock, List<Entry> entries) {
    this.file = file;
    this.json = json;
    this.clock = clock;
    this.entries = new ArrayList<>(entries);
  }

  /** Reads the tokens in the folder. Tokens in a damaged file are lost: people sign in again. */
  public static RefreshTokens in(Path directory, ObjectMapper json, InstantSource clock) {
    Path file = directory.resolve("refresh-tokens.json");
    try {
      PrivateFiles.directory(directory);
      List<Entry> entries =
          Files.exists(file)
              ? json.readValue(Files.readString(file), Content.class).tokens()
              : List.of();
      return new RefreshTokens(file, json, clock, entries);
    } catch (JsonProcessingException _) {
      return new RefreshTokens(file, json, clock, List.of());
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Returns a token for a new sign-in. */
  public synchronized String issue(Grant grant) {
    return added(random.next(), grant);
  }

  /** A grant that goes on, and the token for the next time. */
  public record Renewed(Grant grant, String token) {}

  /** Exchanges the token for its successor. */
  public synchronized Optional<Renewed> renew(String token, String clientId) {
    Optional<Entry> found = find(token).filter(entry -> entry.grant().clientId().equals(clientId));
    if (found.isEmpty() || !clock.instant().isBefore(found.get().expiresAt())) {
      return Optional.empty();
    }
    Entry entry = found.get();
    if (entry.isUsed()) {
      revoke(token);
      return Optional.empty();
    }
    entries.set(
        entries.indexOf(entry),
        new Entry(entry.hash(), entry.family(), entry.grant(), entry.expiresAt(), true));
    return Optional.of(new Renewed(entry.grant(), added(entry.family(), entry.grant())));
  }

  /** Revokes the token, and all of its sign-in. */
  public synchronized void revoke(String token) {
    find(token)
        .ifPresent(
            entry -> {
              entries.removeIf(other -> other.family().equals(entry.family()));
              save();
            });
  }

  private String added(String family, Grant grant) {
    String token = random.next();
    Instant now = clock.instant();
    entries.removeIf(entry -> !now.isBefore(entry.expiresAt()));
    if (entries.size() >= MAX_TOKENS) {
      entries.removeFirst();
    }
    entries.add(new Entry(hash(token), family, grant, now.plus(LIFETIME), false));
    save();
    return token;
  }

  private Optional<Entry> find(String token) {
    String hash = hash(token);
    return entries.stream().filter(entry -> entry.hash().equals(hash)).findFirst();
  }

  private void save() {
    try {
      PrivateFiles.write(file, json.writeValueAsString(new Content(entries)));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static UnavailableException unusable(Path file, IOException e) {
    return new UnavailableException("cannot use " + file + ": " + e, e);
  }
}
