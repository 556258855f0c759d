package dev.sluice.cli.letters;

import dev.sluice.core.run.IdempotencyKey;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the key of an op execution, {@code RUN/OP}. */
final class KeyConverter implements ITypeConverter<IdempotencyKey> {
  @Override
  public IdempotencyKey convert(String text) {
    try {
      return IdempotencyKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
