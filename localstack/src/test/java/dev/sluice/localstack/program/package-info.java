/**
 * A program, a service and an image store to try the local cloud with.
 * They know nothing of the platform that the local cloud is made for.
 */
@NullMarked
package dev.sluice.localstack.program;

import org.jspecify.annotations.NullMarked;
