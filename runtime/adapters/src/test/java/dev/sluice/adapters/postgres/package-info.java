/** What the SQS adapter makes of an endpoint that fails. The endpoint is scripted. */
@NullMarked
package dev.sluice.adapters.postgres;

import org.jspecify.annotations.NullMarked;
