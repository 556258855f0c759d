/** What the platform tells those who listen: logs and tests. Listeners never decide anything. */
@NullMarked
package dev.sluice.core.observe;

import org.jspecify.annotations.NullMarked;
