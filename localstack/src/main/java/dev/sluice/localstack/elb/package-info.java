/**
 * Elastic Load Balancing as a TCP forwarder on loopback.
 * A load balancer's address stays while the tasks behind it come and go.
 */
@NullMarked
package dev.sluice.localstack.elb;

import org.jspecify.annotations.NullMarked;
