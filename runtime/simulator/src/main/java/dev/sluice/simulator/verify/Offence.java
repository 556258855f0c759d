package dev.sluice.simulator.verify;

/**
 * An event that may not stand where it stands.
 *
 * @param rule what it breaks
 * @param explanation how
 */
record Offence(Rule rule, String explanation) {}
