package dev.sluice.infra;

/** The emulator that the environment names gives no answer. */
final class UnreachableEmulatorException extends RuntimeException {
  UnreachableEmulatorException(String address, Exception cause) {
    super(EmulatorEndpoint.VARIABLE + " is " + address + ", and nothing answers there (" + reason(cause)
        + "): start the emulator, correct the address, or unset the variable to mean AWS itself", cause);
  }

  private static String reason(Exception cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
