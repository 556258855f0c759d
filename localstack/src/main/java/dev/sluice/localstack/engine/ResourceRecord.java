package dev.sluice.localstack.engine;

/**
 * One resource of the stack.
 *
 * @param type its token
 * @param name its logical name
 * @param id what the provider would call it; empty for a component
 * @param created true if something on this machine stands for it, false if the local cloud only remembers it
 */
public record ResourceRecord(String type, String name, String id, boolean created) {}
