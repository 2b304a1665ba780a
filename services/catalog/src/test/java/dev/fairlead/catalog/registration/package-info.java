@NullMarked
package dev.fairlead.catalog.registration;

import org.jspecify.annotations.NullMarked;
