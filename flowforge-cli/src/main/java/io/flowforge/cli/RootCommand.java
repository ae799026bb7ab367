package io.flowforge.cli;

import io.flowforge.cli.command.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code flowforge} without a command: prints the usage. It has no annotations, because every start
 * would read them.
 */
final class RootCommand implements Callable<Integer> {

  private final CommandSpec spec;

  RootCommand() {
    spec = CommandSpec.wrapWithoutInspection(this).name("flowforge");
    spec.versionProvider(new Version());
    spec.usageMessage()
        .synopsisSubcommandLabel("<command>")
        .description("Self-service request automation.")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes())
        .footerHeading("%nExample:%n")
        .footer("  flowforge help run");
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and exit.")
            .build());
  }

  CommandLine commandLine() {
    return new CommandLine(spec);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  private static Map<String, String> exitCodes() {
    var codes = new LinkedHashMap<String, String>();
    put(codes, ExitCode.OK, "success");
    put(codes, ExitCode.FAILED, "failed");
    put(codes, ExitCode.USAGE, "wrong usage");
    put(codes, ExitCode.INVALID, "a file, a setting or an argument is invalid");
    put(codes, ExitCode.NOT_FOUND, "not found");
    put(codes, ExitCode.CONFLICT, "not possible in the current state");
    put(codes, ExitCode.FORBIDDEN, "not allowed");
    put(codes, ExitCode.UNAVAILABLE, "a store or a service is unavailable");
    put(codes, ExitCode.WAITING, "waits for an approval");
    put(codes, ExitCode.REJECTED, "rejected");
    put(codes, ExitCode.CANCELLED, "cancelled");
    put(codes, ExitCode.TIMEOUT, "the timeout passed; the request goes on");
    put(codes, ExitCode.UNREACHABLE, "the server cannot be reached");
    return codes;
  }

  private static void put(Map<String, String> codes, int code, String meaning) {
    codes.put(Integer.toString(code), meaning);
  }
}
