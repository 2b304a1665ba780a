package dev.fairlead.simulator.behaviour;

/** Which calls go wrong. */
public sealed interface Schedule {

    /**
     * Whether this call goes wrong.
     *
     * @param call its number, from 1
     * @param draw at least 0 and less than 1
     */
    boolean strikes(long call, double draw);

    /** Every call. */
    record Always() implements Schedule {
        @Override
        public boolean strikes(long call, double draw) {
            return true;
        }
    }

    /** The first calls, then no more. */
    record First(int calls) implements Schedule {
        @Override
        public boolean strikes(long call, double draw) {
            return call <= calls;
        }
    }

    /** The n-th, the 2n-th and so on. */
    record Every(int nth) implements Schedule {
        @Override
        public boolean strikes(long call, double draw) {
            return call % nth == 0;
        }
    }

    /** A share of the calls, from 0 to 1. */
    record Share(double share) implements Schedule {
        @Override
        public boolean strikes(long call, double draw) {
            return draw < share;
        }
    }
}
