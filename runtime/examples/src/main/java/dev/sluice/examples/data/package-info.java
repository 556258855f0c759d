/** Jobs as one meets them: imports, reports, pipelines, backfills. Each puts together what other packages teach one by one. */
@NullMarked
package dev.sluice.examples.data;

import org.jspecify.annotations.NullMarked;
