package dev.sluice.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Licence, notice and the Java baseline, as the whole repository says them. */
class LicenceTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  /** SHA-256 of LICENSE-2.0.txt as the Apache Software Foundation publishes it. */
  private static final String APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30";
  private static final Pattern BASELINE = Pattern.compile("<maven.compiler.release>(\\d+)</maven.compiler.release>");
  private static final Pattern FOREIGN = Pattern.compile("(?i)copyright|\\(c\\) [12]\\d{3}|SPDX-License-Identifier|@author");

  @Test
  void theLicenceIsApacheTwoToTheByte() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(ROOT.resolve("LICENSE")));
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(APACHE_2);
  }

  @Test
  void theNoticeTellsTheLineage() throws IOException {
    assertThat(Files.readString(ROOT.resolve("NOTICE"))).contains("dagster-celery").contains("TaskIQ").contains("No code of either project");
  }

  @Test
  void noSourceFileCarriesAnothersHeader() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> foreign = files
          .filter(file -> file.toString().endsWith(".java") && !file.endsWith("LicenceTest.java"))
          .filter(file -> !file.toString().contains("/target/"))
          .filter(LicenceTest::hasHeader)
          .toList();
      assertThat(foreign).as("files with a copyright line: copied files need a place in NOTICE").isEmpty();
    }
  }

  private static boolean hasHeader(Path file) {
    try {
      return FOREIGN.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theReadmeNamesTheBaselineThatThePomSets() throws IOException {
    Matcher baseline = BASELINE.matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(baseline.find()).isTrue();
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("Java " + baseline.group(1) + " is the baseline");
  }
}
