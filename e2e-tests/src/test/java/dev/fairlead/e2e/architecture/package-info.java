/** Rules that hold over the classes and build files of all services. */
@NullMarked
package dev.fairlead.e2e.architecture;

import org.jspecify.annotations.NullMarked;
