package dev.fairlead.devstack.parts;

import java.time.Duration;
import java.util.Optional;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.process.ChildCommand;

/** How one part is brought up. Called from several threads, but for one start at a time. */
public interface Recipe {

    /** How parts run a command to its end, before their own process starts. */
    @FunctionalInterface
    interface Chores {

        /**
         * Runs a command as a child that ends with the launcher.
         *
         * @throws dev.fairlead.devstack.StackException if it does not end with exit code 0
         */
        void run(ChildCommand command);
    }

    Part part();

    /** Does what must be done before the process can start, which may take a while, and says what to start. */
    ChildCommand prepare(Chores chores);

    /** Why the part does not do its work yet, in a few words; empty once it does. */
    Optional<String> notReady();

    /** What is to be done as soon as the part does its work, before others may count on it. */
    default void whenReady() {}

    /** How long it may take from its start until it does its work. */
    default Duration patience() {
        return Duration.ofMinutes(3);
    }
}
