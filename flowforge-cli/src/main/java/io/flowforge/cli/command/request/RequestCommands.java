package io.flowforge.cli.command.request;

import static io.flowforge.cli.command.tree.CommandEntry.command;

import io.flowforge.cli.command.tree.CommandEntry;
import java.util.List;

/** The table of commands about service requests, in the order of the help. */
public final class RequestCommands {

  private RequestCommands() {}

  public static List<CommandEntry> all() {
    return List.of(
        command(
            "submit",
            "Submits a service request: the values of a form for a pipeline.",
            SubmitRequest::new),
        command(
            "copy",
            "Submits a service request again: its form data, for the newest version of its pipeline.",
            CopyRequest::new),
        command(
            "list",
            "Lists service requests, newest first: your own, or all that you administer.",
            ListRequests::new),
        command("get", "Shows a service request.", GetRequest::new),
        command(
            "steps",
            "Lists the steps of a service request, in the order in which they run.",
            ListSteps::new),
        command(
            "logs",
            "Prints the log lines of a service request, of all steps or of one.",
            ShowLogs::new),
        command(
            "history",
            "Shows what has happened to a service request in all its runs, oldest first.",
            ShowHistory::new),
        command("start", "Starts a service request.", StartRequest::new),
        command(
            "retry",
            "Retries a failed service request: goes on from the step that failed, or from an"
                + " earlier one.",
            RetryRequest::new),
        command(
            "approve", "Approves the step at which a service request waits.", ApproveRequest::new),
        command("reject", "Rejects the step at which a service request waits.", RejectRequest::new),
        command(
            "cancel",
            "Cancels a service request. A step that is running is interrupted.",
            CancelRequest::new),
        command(
            "wait",
            "Waits until a service request ends or waits for approval.",
            WaitForRequest::new));
  }
}
