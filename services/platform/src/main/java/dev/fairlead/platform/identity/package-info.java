/** Roles of people and services. */
@NullMarked
package dev.fairlead.platform.identity;

import org.jspecify.annotations.NullMarked;
