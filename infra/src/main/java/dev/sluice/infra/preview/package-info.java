/**
 * What the program would declare, found out in this process: no account, no Pulumi CLI, no Docker.
 * Values that only AWS knows stand as references, secrets as a mask, so that two evaluations can be compared and shown to anyone.
 */
@NullMarked
package dev.sluice.infra.preview;

import org.jspecify.annotations.NullMarked;
