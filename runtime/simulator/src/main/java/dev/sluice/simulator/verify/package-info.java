/**
 * The offline check: reads a history, trusts nothing else, and says whether every accepted run had exactly one outcome. It shares no code
 * with the stores that it checks.
 */
@NullMarked
package dev.sluice.simulator.verify;

import org.jspecify.annotations.NullMarked;
