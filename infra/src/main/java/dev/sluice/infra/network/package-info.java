/**
 * How requests reach the services, and who may talk to whom.
 * Components here know subnets, security groups and load balancers, and nothing of jobs.
 */
@NullMarked
package dev.sluice.infra.network;

import org.jspecify.annotations.NullMarked;
