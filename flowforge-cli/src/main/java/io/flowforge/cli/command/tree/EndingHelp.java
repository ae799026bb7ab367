package io.flowforge.cli.command.tree;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** A help whose last line ends, as the lines of picocli's footers do not. */
public final class EndingHelp extends Help {

  public EndingHelp(CommandSpec spec, ColorScheme colors) {
    super(spec, colors);
  }

  @Override
  public String footer(Object... params) {
    String footer = super.footer(params);
    return footer.isEmpty() || footer.endsWith("\n") ? footer : footer + System.lineSeparator();
  }
}
