/** What is left standing, and what was booked, when parts of the suite die, freeze or are overrun. */
@NullMarked
package dev.fairlead.e2e.faults;

import org.jspecify.annotations.NullMarked;
