/** The verb that checks a recorded history. It trusts neither the database nor the services. */
@NullMarked
package dev.sluice.cli.verify;

import org.jspecify.annotations.NullMarked;
