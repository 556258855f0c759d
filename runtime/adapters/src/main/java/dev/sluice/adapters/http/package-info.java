/**
 * The services' HTTP side on the JDK's own server: routes, problem documents, health. What a service answers is the service's own
 * business.
 */
@NullMarked
package dev.sluice.adapters.http;

import org.jspecify.annotations.NullMarked;
