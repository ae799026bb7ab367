package io.flowforge.cli.command.account;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose how to sign in; at most one of them. */
final class LoginWay {

  @Option(
      names = "--browser",
      description = "Sign in with a browser on this machine (default if one can be opened).")
  boolean browser;

  @Option(
      names = "--device",
      description = "Sign in with a browser on any device, by a code (default otherwise).")
  boolean device;

  @Option(
      names = "--machine",
      description = {
        "Sign in as a program: the client secret is $FLOWFORGE_CLIENT_SECRET, or else",
        "is asked for, or read from the standard input. Needs --client-id."
      })
  boolean machine;

  @Option(
      names = "--as",
      paramLabel = "<person>",
      description = {
        "At a running flowforge up: sign in this person of its user.csv,",
        "named by e-mail address, id or name."
      })
  @Nullable String as;
}
