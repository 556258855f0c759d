/**
 * The Pulumi program: what a stack is made of, and the one record that configures it.
 * {@link dev.sluice.infra.PlatformStack} declares everything, in process and under the real CLI alike.
 */
@NullMarked
package dev.sluice.infra;

import org.jspecify.annotations.NullMarked;
