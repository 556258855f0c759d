/** The queue port on Amazon SQS, through the AWS SDK's synchronous client. Nothing outside sees the SDK. */
@NullMarked
package dev.sluice.adapters.sqs;

import org.jspecify.annotations.NullMarked;
