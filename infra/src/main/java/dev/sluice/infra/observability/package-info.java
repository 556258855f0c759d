/**
 * What people look at and are woken by: CloudWatch alarms on what must not last, and one dashboard.
 * Measures of queues, database and load balancer come from AWS itself, so that they hold when our services do not; only how long ops wait in
 * PostgreSQL is the services' to tell.
 */
@NullMarked
package dev.sluice.infra.observability;

import org.jspecify.annotations.NullMarked;
