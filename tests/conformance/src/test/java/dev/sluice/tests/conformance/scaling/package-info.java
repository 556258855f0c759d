/** What every fleet of workers promises, and the fleets that are held to it. */
@NullMarked
package dev.sluice.tests.conformance.scaling;

import org.jspecify.annotations.NullMarked;
