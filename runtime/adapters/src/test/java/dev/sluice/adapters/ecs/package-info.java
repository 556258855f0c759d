/** What the ECS adapter makes of what ECS answers. The endpoint is scripted. */
@NullMarked
package dev.sluice.adapters.ecs;

import org.jspecify.annotations.NullMarked;
