/** What every queue promises, and the queues that are held to it. */
@NullMarked
package dev.sluice.tests.conformance.queue;

import org.jspecify.annotations.NullMarked;
