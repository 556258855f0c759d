package dev.sluice.core.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** The sinks of a process. */
public final class OutboxSinks {
  private OutboxSinks() {}

  /** Makes the sinks that the service loader finds on the class path. */
  public static List<OutboxSink> discover() {
    List<OutboxSink> sinks = new ArrayList<>();
    ServiceLoader.load(OutboxSink.class).forEach(sinks::add);
    return sinks;
  }

  /**
   * Returns the sinks by the topics that they take.
   *
   * @throws IllegalArgumentException if two take one topic, or one does not say which it takes
   */
  public static Map<String, OutboxSink> byTopic(Collection<? extends OutboxSink> sinks) {
    Map<String, OutboxSink> byTopic = new HashMap<>();
    for (OutboxSink sink : sinks) {
      for (String topic : topicsOf(sink)) {
        OutboxSink other = byTopic.put(topic, sink);
        if (other != null) {
          throw new IllegalArgumentException("two sinks take the topic \"" + topic + "\": " + other.getClass().getName() + " and "
              + sink.getClass().getName());
        }
      }
    }
    return byTopic;
  }

  private static Set<String> topicsOf(OutboxSink sink) {
    String type = sink.getClass().getName();
    Set<String> topics;
    try {
      topics = sink.topics();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(type + " cannot tell its topics: " + e, e);
    }
    if (topics == null) {
      throw new IllegalArgumentException(type + ".topics returns null: return the topics that it takes");
    }
    return topics;
  }
}
