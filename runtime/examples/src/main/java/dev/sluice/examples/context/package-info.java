/** What an op may ask of the platform: checkpoints, its idempotency key, tags, its deadline, outputs by name. */
@NullMarked
package dev.sluice.examples.context;

import org.jspecify.annotations.NullMarked;
