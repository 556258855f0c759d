/**
 * The operating system's side: child processes, the folder that holds a cloud's files, and what removes both.
 * Whatever ends the parent, Ctrl-C, a signal or a SIGKILL, the guardian or the next sweep ends its children and deletes its
 * folder.
 */
@NullMarked
package dev.sluice.localstack.process;

import org.jspecify.annotations.NullMarked;
