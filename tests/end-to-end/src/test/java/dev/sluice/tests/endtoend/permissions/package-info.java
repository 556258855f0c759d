/**
 * What the services' roles are granted, held against the calls that the services really make. The calls are read at the endpoint,
 * so that nothing within a service can pass unseen, whatever client it uses.
 */
@NullMarked
package dev.sluice.tests.endtoend.permissions;

import org.jspecify.annotations.NullMarked;
