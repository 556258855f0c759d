/** Tests of how a service process begins and ends. Signals are tested on a process of its own. */
@NullMarked
package dev.sluice.adapters.service;

import org.jspecify.annotations.NullMarked;
