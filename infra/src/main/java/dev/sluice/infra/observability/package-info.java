/**
 * What people look at and are woken by: CloudWatch alarms on what must not last, and one dashboard.
 * Queue and database measures come from AWS itself, so that they hold when our services do not.
 */
@NullMarked
package dev.sluice.infra.observability;

import org.jspecify.annotations.NullMarked;
