/** Child processes that never outlive the process that started them, and what the system knows of processes. */
@NullMarked
package dev.fairlead.devstack.process;

import org.jspecify.annotations.NullMarked;
