/** Ten thousand op executions while everything goes wrong by a seeded schedule, and the certificate at the end. */
@NullMarked
package dev.sluice.tests.endtoend.chaos;

import org.jspecify.annotations.NullMarked;
