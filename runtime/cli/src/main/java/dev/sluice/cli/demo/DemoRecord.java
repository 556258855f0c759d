package dev.sluice.cli.demo;

import dev.sluice.core.api.RunResult;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.scenario.LoadProgress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the demo saw while the platform was up.
 *
 * @param progress the load at its end
 * @param ended whether every run ended in time
 * @param killed the worker that was killed; empty if none was
 * @param history everything that was recorded
 * @param wordCount how the word count ended
 * @param directCount what it must come to
 * @param residentMemory most memory seen in all processes together, in bytes
 */
record DemoRecord(
    LoadProgress progress,
    boolean ended,
    Optional<String> killed,
    History history,
    RunResult wordCount,
    DirectCount directCount,
    OptionalLong residentMemory) {}
