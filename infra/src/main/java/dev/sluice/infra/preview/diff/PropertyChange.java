package dev.sluice.infra.preview.diff;

import java.util.Optional;

/**
 * A property that differs.
 *
 * @param path where it stands, such as {@code tags.Name} or {@code containerDefinitions[worker].environment[SLUICE_LOG_LEVEL].value}
 * @param before its text; empty where it was not there
 * @param after its text; empty where it will not be there
 * @param isUnknown whether the new value is known only after the update
 * @param forcesReplacement whether the resource is replaced because of it
 */
public record PropertyChange(
    String path, Optional<String> before, Optional<String> after, boolean isUnknown, boolean forcesReplacement) {}
