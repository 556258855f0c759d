/**
 * Starting runs and waiting for their end: the use cases that the API, the library and schedules share. The store decides, and
 * nothing is sent before it has.
 */
@NullMarked
package dev.sluice.core.submit;

import org.jspecify.annotations.NullMarked;
