/**
 * The HTTP API, version 1: one class a group of paths, JSON in and out. Everything is decided in core; here it is read, checked
 * and written.
 */
@NullMarked
package dev.sluice.coordinator.api;

import org.jspecify.annotations.NullMarked;
