package com.example;

import static dev.sluice.testing.Attempts.attempt;
import static dev.sluice.testing.RunAssert.assertThat;

import dev.sluice.testing.JobTest;
import dev.sluice.testing.junit.SluiceExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The extension finds the job as a worker does: by the entry in META-INF/services. */
@ExtendWith(SluiceExtension.class)
class InvoiceTest {
  private static final Invoice.Order ORDER = new Invoice.Order("Ada", List.of(new BigDecimal("2.50"), new BigDecimal("4")));

  @Test
  void anInvoiceSaysWhoOwesWhat(JobTest<Invoice.Order, String> test) {
    assertThat(test.run(ORDER)).succeeded().yields("ADA owes 6.50");
  }

  @Test
  void anAddressBookThatIsDownForAMomentCostsAnAttempt(JobTest<Invoice.Order, String> test) {
    assertThat(test.failing("look-up", attempt(1), new IOException("address book")).run(ORDER))
        .succeeded().attempts("look-up", 2).took(Duration.ofSeconds(1));
  }
}
