/** Named places where a process may die. Production strikes none of them. */
@NullMarked
package dev.sluice.core.fault;

import org.jspecify.annotations.NullMarked;
