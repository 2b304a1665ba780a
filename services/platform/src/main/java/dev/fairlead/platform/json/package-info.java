/** JSON as all services write it: contracts in and out, exact numbers, no reflection that a native executable would miss. */
@NullMarked
package dev.fairlead.platform.json;

import org.jspecify.annotations.NullMarked;
