/**
 * The HTTP address behind which the AWS protocols of the local cloud are served.
 * An operation that is not there is answered with the AWS error that names it.
 */
@NullMarked
package dev.sluice.localstack.gateway;

import org.jspecify.annotations.NullMarked;
