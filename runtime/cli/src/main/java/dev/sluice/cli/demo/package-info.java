/** {@code sluice demo}: everything once, with a worker killed in the middle and every promise checked at the end. */
@NullMarked
package dev.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
