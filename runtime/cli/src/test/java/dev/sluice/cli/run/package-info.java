/** Tests of taking stacks down. A script stands in for the Pulumi CLI and notes what it is asked. */
@NullMarked
package dev.sluice.cli.run;

import org.jspecify.annotations.NullMarked;
