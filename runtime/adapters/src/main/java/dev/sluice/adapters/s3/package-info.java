/**
 * The payload store on Amazon S3. Its client is made with the first payload that is large enough to need one.
 */
@NullMarked
package dev.sluice.adapters.s3;

import org.jspecify.annotations.NullMarked;
