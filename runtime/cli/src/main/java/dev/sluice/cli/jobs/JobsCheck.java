package dev.sluice.cli.jobs;

import dev.sluice.core.job.JobDefinitionException;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.outbox.OutboxSinks;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds and defines jobs, and finds sinks, as a service will, on the services' own class path and apart from this process's classes. */
final class JobsCheck {
  private static final String SINKS = "META-INF/services/" + OutboxSink.class.getName();
  private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
  /** Class file version of a Java version, less that version. */
  private static final int CLASS_FILES_BEFORE_JAVA = 44;

  private JobsCheck() {}

  /** Why jobs cannot be used, in words for whoever wrote them. */
  static final class Refusal extends Exception {
    Refusal(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Defines all jobs.
   *
   * @param folders of jars
   * @return the logical queues of each job, by its name
   * @throws Refusal if a service could not start with them
   */
  static Map<String, Set<String>> queuesByJob(Path... folders) throws IOException, Refusal {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(jars(folders), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> registry = loader.loadClass(JobRegistry.class.getName());
      Object jobs = registry.getMethod("discover").invoke(null);
      Map<String, Set<String>> queues = new TreeMap<>();
      for (Object name : (Set<?>) registry.getMethod("names").invoke(jobs)) {
        Object job = registry.getMethod("job", String.class).invoke(jobs, name);
        Set<String> ofJob = new TreeSet<>();
        ((Set<?>) job.getClass().getMethod("queues").invoke(job)).forEach(queue -> ofJob.add(String.valueOf(queue)));
        queues.put(String.valueOf(name), ofJob);
      }
      checkSinks(loader);
      return queues;
    } catch (InvocationTargetException e) {
      throw new Refusal(words(e.getCause(), JobsPath.ENTRY), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the images' own core library has no registry of jobs", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** A coordinator would make them at its start, and end where it cannot. */
  private static void checkSinks(ClassLoader loader) throws ReflectiveOperationException, Refusal {
    Class<?> sinks = loader.loadClass(OutboxSinks.class.getName());
    try {
      sinks.getMethod("byTopic", Collection.class).invoke(null, sinks.getMethod("discover").invoke(null));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new Refusal(cause instanceof IllegalArgumentException ? String.valueOf(cause.getMessage()) : words(cause, SINKS), cause);
    }
  }

  private static URL[] jars(Path... folders) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
          jars.add(jar.toUri().toURL());
        }
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static String words(Throwable failure, String entry) {
    if (failure instanceof UnsupportedClassVersionError) {
      return newerJava(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof NoClassDefFoundError) {
      return "class " + className(failure.getMessage()) + " is needed and is in none of the jars: put its jar beside, or pack it in";
    }
    if (failure.getClass().getName().equals(JobDefinitionException.class.getName())) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof ServiceConfigurationError && failure.getCause() == null) {
      return failure.getMessage() + " (" + entry + " lists it)";
    }
    if (failure.getCause() != null) {
      return (failure instanceof ServiceConfigurationError ? failure.getMessage() + ": " : "") + words(failure.getCause(), entry);
    }
    return failure.toString();
  }

  private static String newerJava(String message) {
    Matcher version = CLASS_FILE_VERSION.matcher(message);
    int java = version.find() ? Integer.parseInt(version.group(1)) - CLASS_FILES_BEFORE_JAVA : 0;
    return className(message.split(" ", 2)[0]) + " is compiled for Java " + java + ", and the services run on Java "
        + Runtime.version().feature() + ": compile with --release " + Runtime.version().feature()
        + " (maven.compiler.release), or point JAVA_HOME at a later JDK";
  }

  private static String className(String internal) {
    return String.valueOf(internal).replace('/', '.');
  }
}
