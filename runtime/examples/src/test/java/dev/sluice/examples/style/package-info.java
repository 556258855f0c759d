/** Each style does its work, against a web server of the test. */
@NullMarked
package dev.sluice.examples.style;

import org.jspecify.annotations.NullMarked;
