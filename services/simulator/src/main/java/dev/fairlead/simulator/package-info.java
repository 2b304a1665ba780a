/** A provider simulator: it speaks the real wire formats, fails in every known way when told to, and keeps a ledger. */
@NullMarked
package dev.fairlead.simulator;

import org.jspecify.annotations.NullMarked;
