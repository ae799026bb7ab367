package io.flowforge.cli.command;

import picocli.CommandLine.Option;

/** {@code --help}, for every subcommand; picocli acts on it by itself. */
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  boolean isWanted;
}
