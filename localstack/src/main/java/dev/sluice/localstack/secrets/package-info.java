/**
 * Secrets Manager and SSM parameters, held in memory.
 * ECS reads them when a task definition names a secret.
 */
@NullMarked
package dev.sluice.localstack.secrets;

import org.jspecify.annotations.NullMarked;
