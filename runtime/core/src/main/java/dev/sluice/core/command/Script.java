package dev.sluice.core.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file that lies in a jar, for a program that wants a path. For each run a copy is unpacked into a folder of its own in the machine's
 * temporary folder, and deleted with that folder when the run has ended; a worker that ends before its programs leaves theirs behind. Immutable.
 */
public final class Script {
  private final String name;
  private final byte[] content;

  private Script(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  static Script read(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no resource \"" + resource + "\" beside " + beside.getName()
            + ": scripts lie in src/main/resources, in the folder of the package");
      }
      return new Script(resource.substring(resource.lastIndexOf('/') + 1), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + resource + " beside " + beside.getName(), e);
    }
  }

  /** Its file name. */
  public String name() {
    return name;
  }

  /** SHA-256 of its content, in hexadecimal. */
  public String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Writes a copy for one run. */
  UnpackedScript unpack() throws IOException {
    return UnpackedScript.write(name, content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Script script && name.equals(script.name) && Arrays.equals(content, script.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return name;
  }
}
