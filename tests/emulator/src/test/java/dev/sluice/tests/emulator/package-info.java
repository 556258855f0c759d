/**
 * The real Pulumi CLI takes the real program through its life, from preview to destroy, against an emulator of AWS.
 * Whatever the CLI says stays text or JSON, and whatever the emulator holds is asked of it through the AWS SDK.
 */
@NullMarked
package dev.sluice.tests.emulator;

import org.jspecify.annotations.NullMarked;
