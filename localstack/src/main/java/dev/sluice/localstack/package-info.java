/**
 * The local cloud: one Pulumi program evaluated in this process, and everything it registers really created on this machine.
 * {@link dev.sluice.localstack.LocalCloud} is the entry; closing it leaves no process, port or file behind.
 */
@NullMarked
package dev.sluice.localstack;

import org.jspecify.annotations.NullMarked;
