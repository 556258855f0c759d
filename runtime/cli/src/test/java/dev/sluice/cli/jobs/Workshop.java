package dev.sluice.cli.jobs;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds jars of jobs, and images to put them beside. */
final class Workshop {
  /** What a job sees; the other libraries of the images are of no matter here. */
  private static final Pattern OF_A_JOB = Pattern.compile("^(sluice-(core|contract)|jackson-|slf4j-api|jspecify)");
  private static final Pattern OF_THE_REACTOR = Pattern.compile("runtime.(core|contract).target");

  private final Path folder;
  private int builds;

  Workshop(Path folder) {
    this.folder = folder;
  }

  /** A job of this name, whose one op is the expression. */
  static String job(String type, String op) {
    return "package own; import dev.sluice.core.job.*; public final class " + type + " implements JobSource<String, String> {"
        + " public Job<String, String> define(JobBuilder<String> job) {"
        + " return job.output(job.op(\"" + op + "\", String.class, (input, context) -> input)); } }";
  }

  /** Images with the libraries of this test's class path, one service and one job, {@code known}. */
  Path images() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(images.resolve("worker"));
    Files.writeString(images.resolve("worker/image.json"), "{}");
    Files.writeString(images.resolve("java.options"), "-Xss512k\n");
    Path lib = Files.createDirectories(images.resolve("lib"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path from = Path.of(entry);
      Path jar = lib.resolve(number++ + ".jar");
      if (Files.isDirectory(from) && OF_THE_REACTOR.matcher(entry).find()) {
        pack(from, jar);
      } else if (Files.isRegularFile(from) && OF_A_JOB.matcher(from.getFileName().toString()).find()) {
        Files.copy(from, jar);
      }
    }
    Files.createDirectories(images.resolve("jobs"));
    jar(images.resolve("jobs/examples.jar"), classes(List.of("own.Known"), job("Known", "known")));
    return images;
  }

  /** Compiles sources of one class each and lists these as jobs. */
  Path classes(List<String> listed, String... sources) throws IOException {
    Path build = Files.createDirectories(folder.resolve("build-" + builds++));
    Path classes = Files.createDirectories(build.resolve("classes"));
    for (String source : sources) {
      String name = source.replaceAll("(?s).*?(class|record|interface) (\\w+).*", "$2");
      Files.writeString(build.resolve(name + ".java"), source);
    }
    List<String> arguments;
    try (Stream<Path> files = Files.list(build)) {
      arguments = Stream.concat(
          Stream.of("-proc:none", "--release", "17", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
          files.filter(file -> file.toString().endsWith(".java")).map(Path::toString)).toList();
    }
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new AssertionError("does not compile: " + List.of(sources));
    }
    if (!listed.isEmpty()) {
      Files.createDirectories(classes.resolve(JobsPath.ENTRY).getParent());
      Files.write(classes.resolve(JobsPath.ENTRY), listed);
    }
    return classes;
  }

  /** Packs classes into a jar, in place of the one that is there. */
  Path jar(Path jar, Path classes) throws IOException {
    pack(classes, jar);
    return jar;
  }

  private static void pack(Path root, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new JarEntry(root.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }
}
