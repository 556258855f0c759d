/** Tests of the command line. They call it as a shell would and read what it prints. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
