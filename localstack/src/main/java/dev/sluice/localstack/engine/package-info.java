/**
 * Evaluates a Pulumi program with the Java SDK's test monitor as the engine.
 * Each custom resource goes to the handler of its type, which creates it; a type without a handler is refused by name.
 */
@NullMarked
package dev.sluice.localstack.engine;

import org.jspecify.annotations.NullMarked;
