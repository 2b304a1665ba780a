/** Whether the services can be compiled to native executables. */
@NullMarked
package dev.fairlead.e2e.nativeimage;

import org.jspecify.annotations.NullMarked;
