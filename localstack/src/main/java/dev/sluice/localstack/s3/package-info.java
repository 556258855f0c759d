/**
 * S3 as far as the platform calls it: objects of declared buckets, put, got, deleted and listed by path-style requests.
 * Objects are files of the cloud's state folder and go with it; everything else is answered with S3's own refusals.
 */
@NullMarked
package dev.sluice.localstack.s3;

import org.jspecify.annotations.NullMarked;
