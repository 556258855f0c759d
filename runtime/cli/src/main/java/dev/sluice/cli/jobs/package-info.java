/** Jobs of the user's own beside the images': found, checked, put where the services' class path looks, and replaced when they change. */
@NullMarked
package dev.sluice.cli.jobs;

import org.jspecify.annotations.NullMarked;
