/**
 * The ten planted bugs: a small deterministic platform of the real store, queue and runner in memory, in which one thing at a
 * time is
 * broken. What `sluice verify` says of its histories comes from running code.
 */
@NullMarked
package dev.sluice.cli.verify.planted;

import org.jspecify.annotations.NullMarked;
