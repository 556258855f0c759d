package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.SampleHistory;
import dev.sluice.simulator.certificate.Certificate;
import dev.sluice.simulator.certificate.CertificateText;
import dev.sluice.simulator.history.History;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a certificate says of runs whose retention was over while the history was taken. */
class ForgottenRunsTest {
  private final SampleHistory sample = new SampleHistory();
  private final RunId old = sample.submit();

  private History history(List<RunId> accepted, List<RunEvent> events) {
    return new History(accepted, events, List.of(), List.of(), List.of(), List.of(old));
  }

  /** The events of a run that succeeded, without the start of its first op. */
  private List<RunEvent> withoutAStart() {
    sample.finish();
    List<RunEvent> events = sample.history().events();
    RunEvent start = events.stream().filter(event -> event.type() == EventType.OP_LEASED).findFirst().orElseThrow();
    return events.stream().filter(event -> event != start).toList();
  }

  private static RunEvent later(RunEvent event, Duration time) {
    return new RunEvent(event.sequence(), event.runId(), event.opKey(), event.type(), event.attempt(), event.at().plus(time), event.actor(),
        event.detail());
  }

  @Test
  void aCertificateSaysHowManyThereWere() {
    sample.finish();
    Certificate certificate = Certificate.of(history(List.of(old), sample.history().events()), Expectation.AT_REST);
    assertThat(certificate.holds()).isTrue();
    assertThat(certificate.history().acceptedRuns()).isZero();
    assertThat(certificate.history().forgottenRuns()).isEqualTo(1);
    assertThat(CertificateText.json(certificate)).contains("\"forgottenRuns\" : 1");
    assertThat(CertificateText.read(certificate)).contains("1 runs are left out");
  }

  @Test
  void oneThatNobodyWroteDownAsAcceptedIsNotTakenFromThoseThatAre() {
    sample.finish();
    Findings findings = ExactlyOnceCheck.check(history(List.of(), sample.history().events()));
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.runs()).isZero();
    assertThat(findings.forgotten()).isEqualTo(1);
  }

  @Test
  void whatOffendsInTheEventsOfOneIsToldAllTheSame() {
    assertThat(ExactlyOnceCheck.check(history(List.of(old), withoutAStart())).violations()).singleElement()
        .satisfies(violation -> assertThat(violation.subject()).isEqualTo(old + "/first"));
  }

  @Test
  void whatLacksADayThatRetentionHasDroppedMeanwhileOffendsInNothing() {
    List<RunEvent> events = withoutAStart().stream()
        .map(event -> event.type() == EventType.RUN_SUBMITTED ? event : later(event, Duration.ofDays(1))).toList();
    assertThat(ExactlyOnceCheck.check(history(List.of(old), events)).violations()).isEmpty();
  }
}
