/** What the SQS adapter makes of an endpoint that fails. The endpoint is scripted. */
@NullMarked
package dev.sluice.adapters.sqs;

import org.jspecify.annotations.NullMarked;
