package dev.sluice.infra.preview;

import com.pulumi.exceptions.RunException;
import dev.sluice.infra.CommonPool;
import dev.sluice.infra.CommonPool;
import dev.sluice.infra.StackConfiguration;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Evaluates the program of the checkout that it was built from and writes the declared stack to standard output. */
public final class DumpMain {
  private static final int UNUSABLE = 2;

  private DumpMain() {}

  /**
   * Takes the checkout's folder and the name of the stack. Ends with 2 if the stack cannot be declared; standard error says why.
   */
  public static void main(String[] arguments) {
    CommonPool.widen();
    CommonPool.widen();
    if (arguments.length != 2) {
      System.err.println("usage: DumpMain FOLDER STACK");
      System.exit(UNUSABLE);
    }
    try {
      DeclaredStack declared = ProgramEvaluation.of(StackConfiguration.fromFile(Path.of(arguments[0]), arguments[1]));
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      out.println(StackDump.write(declared));
      out.flush();
      System.exit(0);
    } catch (UndeclarableStackException | RunException e) {
      System.err.println(e.getMessage());
      System.exit(UNUSABLE);
    }
  }
}
