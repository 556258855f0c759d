/**
 * What a declared stack costs, estimated offline from a dated table of list prices: a month of idling, and a thousand jobs.
 * Whatever has no price is an error that names it, never a silent zero; what is left out on purpose is listed.
 */
@NullMarked
package dev.sluice.infra.preview.price;

import org.jspecify.annotations.NullMarked;
