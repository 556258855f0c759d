/**
 * Tests of the engine's parts, without a program.
 * Only what needs no whole cloud is here.
 */
@NullMarked
package dev.sluice.localstack.engine;

import org.jspecify.annotations.NullMarked;
