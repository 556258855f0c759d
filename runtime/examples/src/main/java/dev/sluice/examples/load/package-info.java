/**
 * Jobs that load the platform: quick ones, slow ones and ones that do nothing. They wait instead of working, so that what is measured is
 * the platform and not them.
 */
@NullMarked
package dev.sluice.examples.load;

import org.jspecify.annotations.NullMarked;
