/**
 * IAM: one role a service, with the actions that its jar calls and no others.
 * Policies are built as objects and written in one stable order, so that a second update changes nothing.
 */
@NullMarked
package dev.sluice.infra.identity;

import org.jspecify.annotations.NullMarked;
