package dev.sluice.cli.letters;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.DeadLetterReceipt;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Tells what an order has done: the keys as results, the sum as talk. */
final class Receipt {
  private Receipt() {}

  static int print(CommandSpec spec, JsonOption json, String verb, int limit, DeadLetterReceipt receipt) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(receipt));
    } else {
      receipt.keys().forEach(out::println);
    }
    out.flush();
    String past = verb.equals("drop") ? "dropped" : "redriven";
    spec.commandLine().getErr().println((receipt.dryRun() ? "would be " + past : past) + ": " + receipt.keys().size()
        + (receipt.keys().size() == limit ? ", and there may be more" : ""));
    return CliExit.DONE;
  }
}
