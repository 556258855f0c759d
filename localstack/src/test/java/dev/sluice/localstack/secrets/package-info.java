/**
 * Tests of the store of secrets by itself.
 * Only what needs no whole cloud is here.
 */
@NullMarked
package dev.sluice.localstack.secrets;

import org.jspecify.annotations.NullMarked;
