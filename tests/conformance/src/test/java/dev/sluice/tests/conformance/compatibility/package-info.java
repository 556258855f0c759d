/**
 * What works where: the local cloud, MiniStack, AWS. The page in the reference is written from what is found here.
 */
@NullMarked
package dev.sluice.tests.conformance.compatibility;

import org.jspecify.annotations.NullMarked;
