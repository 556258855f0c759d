/** Jobs for a chaotic day: between them they have everything that can go wrong in the middle. */
@NullMarked
package dev.sluice.tests.endtoend.chaos.jobs;

import org.jspecify.annotations.NullMarked;
