/**
 * The pages' commands, run as a reader would type them, and their links. What needs an account is held against the command line that it
 * calls.
 */
@NullMarked
package dev.sluice.tests.guides;

import org.jspecify.annotations.NullMarked;
