/**
 * Tests of ECS's rules, one at a time.
 * Only what needs no whole cloud is here.
 */
@NullMarked
package dev.sluice.localstack.ecs;

import org.jspecify.annotations.NullMarked;
