/** Programs in any language that do the work of an op: started, fed, listened to and ended here. Nothing in it knows of jobs or runs. */
@NullMarked
package dev.sluice.core.command;

import org.jspecify.annotations.NullMarked;
