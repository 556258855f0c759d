package dev.sluice.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users compile against, member by member, as docs/reference/public-api.txt has it: what is there may grow, and what goes or changes
 * is seen in a review. Written anew with -Dsluice.updateReference=true.
 */
class PublicApiTest {
  private static final Path REFERENCE = Path.of("..", "..", "docs", "reference", "public-api.txt");
  /** Packages of classes by module, and single classes. */
  private static final List<Path> PACKAGES = Stream.of(
          "core/target/classes/dev/sluice/core/job", "core/target/classes/dev/sluice/core/command",
          "core/target/classes/dev/sluice/core/schedule", "core/target/classes/dev/sluice/core/client",
          "core/target/classes/dev/sluice/core/api", "core/target/classes/dev/sluice/core/outbox",
          "adapters/target/classes/dev/sluice/adapters/postgres/CallersTransaction.class",
          "testing/target/classes/dev/sluice/testing", "contract/target/classes/dev/sluice/contract")
      .map(folder -> Path.of("..", "..", "runtime").resolve(folder)).toList();

  @Test
  void thePublicApiIsWhatTheReferenceSays() throws Exception {
    List<String> lines = new ArrayList<>();
    for (Path folder : PACKAGES) {
      for (Class<?> type : publicTypes(folder)) {
        lines.add(Modifier.toString(type.getModifiers() & ~Modifier.STATIC) + " " + type.getName());
        lines.addAll(membersOf(type));
      }
    }
    String now = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("sluice.updateReference")) {
      Files.writeString(REFERENCE, now);
    }
    assertThat(now).as("docs/reference/public-api.txt; write it anew with -Dsluice.updateReference=true").isEqualTo(Files.readString(REFERENCE));
  }

  private static List<Class<?>> publicTypes(Path folder) throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    Path root = folder;
    while (!root.endsWith("classes")) {
      root = root.getParent();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).sorted().toList()) {
        String name = root.relativize(file).toString().replace(".class", "").replace('/', '.');
        Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
        if (isVisible(type)) {
          types.add(type);
        }
      }
    }
    return types;
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers()) && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  /** Methods of a superclass that is no API itself count as the class's own. */
  private static TreeSet<String> membersOf(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    Arrays.stream(type.getConstructors()).map(PublicApiTest::describe).forEach(members::add);
    Arrays.stream(type.getMethods()).filter(method -> method.getDeclaringClass().getName().startsWith("dev.sluice") && !method.isBridge())
        .map(PublicApiTest::describe).forEach(members::add);
    Arrays.stream(type.getFields()).filter(field -> field.getDeclaringClass() == type).map(PublicApiTest::describe).forEach(members::add);
    return members;
  }

  private static String describe(Member member) {
    String modifiers = Modifier.isStatic(member.getModifiers()) ? "static " : "";
    if (member instanceof Field field) {
      return "  " + modifiers + field.getGenericType().getTypeName() + " " + field.getName();
    }
    Executable call = (Executable) member;
    String parameters = Arrays.stream(call.getGenericParameterTypes()).map(type -> type.getTypeName()).collect(Collectors.joining(", ", "(", ")"));
    return call instanceof Method method
        ? "  " + modifiers + method.getGenericReturnType().getTypeName() + " " + call.getName() + parameters
        : "  new" + parameters;
  }
}
