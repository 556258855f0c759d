package dev.sluice.adapters.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with names in braces, for example {@code /v1/runs/{id}:cancel}; each stands for letters other than slash and colon. */
final class PathTemplate {
  private static final Pattern BRACE = Pattern.compile("\\{(\\w+)}");

  private final String text;
  private final Pattern pattern;
  private final List<String> names = new ArrayList<>();

  PathTemplate(String text) {
    this.text = text;
    StringBuilder regex = new StringBuilder();
    Matcher brace = BRACE.matcher(text);
    int end = 0;
    while (brace.find()) {
      regex.append(Pattern.quote(text.substring(end, brace.start()))).append("([^/:]+)");
      names.add(brace.group(1));
      end = brace.end();
    }
    this.pattern = Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString());
  }

  /** Returns what the braces stand for in a raw path, or nothing if the path has another form. */
  Optional<Map<String, String>> match(String rawPath) {
    Matcher matcher = pattern.matcher(rawPath);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      // A plus stands for itself in a path; only a query's plus is a blank.
      values.put(names.get(i), URLDecoder.decode(matcher.group(i + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    return Optional.of(values);
  }

  @Override
  public String toString() {
    return text;
  }
}
