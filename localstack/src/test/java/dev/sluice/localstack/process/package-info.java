/**
 * Tests of processes and folders, without a cloud.
 * Only what needs no whole cloud is here.
 */
@NullMarked
package dev.sluice.localstack.process;

import org.jspecify.annotations.NullMarked;
