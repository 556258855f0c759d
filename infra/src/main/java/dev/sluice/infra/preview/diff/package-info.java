/**
 * What would change between two declared stacks: resource by resource and property by property, with what replaces a resource and
 * what is lost by it. Nobody is asked: what AWS's provider would replace stands in a table beside this package.
 */
@NullMarked
package dev.sluice.infra.preview.diff;

import org.jspecify.annotations.NullMarked;
