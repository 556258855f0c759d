package dev.sluice.infra.preview.diff;

/** What becomes of a resource. */
public enum ChangeKind {
  /** It is new. */
  CREATE("+", "created"),
  /** It stays, with other properties. */
  UPDATE("~", "updated"),
  /** Another one takes its place. */
  REPLACE("±", "replaced"),
  /** It goes. */
  DELETE("-", "deleted"),
  /** Nothing changes. */
  SAME(" ", "unchanged");

  private final String sign;
  private final String participle;

  ChangeKind(String sign, String participle) {
    this.sign = sign;
    this.participle = participle;
  }

  /** Returns one character that stands before the resource. */
  public String sign() {
    return sign;
  }

  /** Returns what is done to it, as in "a queue is created". */
  public String participle() {
    return participle;
  }
}
