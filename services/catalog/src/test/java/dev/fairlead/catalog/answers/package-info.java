/** Tests of the public answers: their JSON against published schemas, their routes, their speed. */
@NullMarked
package dev.fairlead.catalog.answers;

import org.jspecify.annotations.NullMarked;
