/**
 * How a service process begins and ends: settings, logging, signals and exit codes. Every service's {@code main} goes through
 * {@link dev.sluice.adapters.service.ServiceMain}.
 */
@NullMarked
package dev.sluice.adapters.service;

import org.jspecify.annotations.NullMarked;
