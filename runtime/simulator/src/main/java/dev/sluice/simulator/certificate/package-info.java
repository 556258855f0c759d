/**
 * The exactly-once certificate: what a check of a history says, as a document that anybody can make again from the same
 * history. It holds
 * no time, path or name of a machine, so that two checks of one history give the same bytes.
 */
@NullMarked
package dev.sluice.simulator.certificate;

import org.jspecify.annotations.NullMarked;
