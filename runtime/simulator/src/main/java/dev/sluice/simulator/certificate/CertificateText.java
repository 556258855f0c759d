package dev.sluice.simulator.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;

/** Writes certificates: the document, and what a person reads. */
public final class CertificateText {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter JSON = JsonMapper.builder().build()
      .writer(new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

  private CertificateText() {}

  /** The document: JSON in lines that end the same on every system. */
  public static String json(Certificate certificate) {
    try {
      return JSON.writeValueAsString(certificate) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a certificate is always writable", e);
    }
  }

  /**
   * What is broken, each with the shortest part of the history that shows it; then one line for each invariant, one for what is left out, and
   * the sum.
   */
  public static String read(Certificate certificate) {
    StringBuilder text = new StringBuilder();
    certificate.violations().forEach(each -> text.append(violation(each)).append('\n'));
    certificate.open().forEach(each -> text.append("still open: ").append(each).append('\n'));
    for (Certificate.Held each : certificate.invariants()) {
      text.append(String.format(Locale.ROOT, "%s %-9s %,12d facts  %s\n", each.invariant(),
          each.broken() > 0 ? "BROKEN" : each.facts() > 0 ? "holds" : "not seen", each.facts(), each.promise()));
    }
    long forgotten = certificate.history().forgottenRuns();
    if (forgotten > 0) {
      text.append(forgotten).append(" runs are left out: their retention was over before they were read\n");
    }
    return text.append(certificate.history().acceptedRuns()).append(" accepted runs, ")
        .append(certificate.opExecutions().accepted()).append(" op executions, ")
        .append(certificate.opExecutions().committed()).append(" with exactly one committed result, ")
        .append(certificate.invariants().stream().mapToLong(Certificate.Held::broken).sum()).append(" violations\n").toString();
  }

  private static String violation(Certificate.Offence offence) {
    StringBuilder text = new StringBuilder();
    text.append(offence.rule()).append(" (").append(offence.invariant()).append(": ").append(offence.rule().promise()).append(") ")
        .append(offence.subject()).append(": ").append(offence.explanation());
    for (EventLine event : offence.history()) {
      text.append("\n    ").append(event.sequence()).append(' ').append(event.at()).append(' ').append(event.type());
      if (event.op() != null) {
        text.append(' ').append(event.op());
      }
      text.append(" attempt ").append(event.attempt()).append(" by ").append(event.actor());
    }
    return text.toString();
  }
}
