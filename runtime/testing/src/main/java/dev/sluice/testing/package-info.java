/**
 * A test kit for users: runs a job on the platform's real pieces in the calling thread, where no time passes but that of a virtual clock,
 * and where failures are scripted. Needs neither Docker nor network.
 */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
