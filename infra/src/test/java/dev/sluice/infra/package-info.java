/**
 * The program evaluated in process, without an engine or a cloud: what it declares, and what it refuses.
 * {@link dev.sluice.infra.EvaluatedStack} is the one place that knows Pulumi's mocks.
 */
@NullMarked
package dev.sluice.infra;

import org.jspecify.annotations.NullMarked;
