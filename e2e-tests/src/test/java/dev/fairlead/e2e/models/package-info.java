/** The list of models. */
@NullMarked
package dev.fairlead.e2e.models;

import org.jspecify.annotations.NullMarked;
