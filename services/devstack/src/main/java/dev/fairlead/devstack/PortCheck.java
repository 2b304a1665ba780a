package dev.fairlead.devstack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.devstack.process.ProcessTable;

/** Finds out before anything is started whether every port can be had. */
final class PortCheck {

    private PortCheck() {}

    /** @throws StackException naming each port that is taken, who has it, and how to move */
    static void check(Collection<Part> parts, Ports ports) {
        List<String> complaints = new ArrayList<>();
        Map<Integer, String> ours = new HashMap<>();
        for (Part part : parts) {
            check(ports.port(part), part.label(), part.portVariable(), ours, complaints);
            if (ports.secondPort(part) > 0) {
                check(
                        ports.secondPort(part),
                        part.label() + ", second port",
                        part.secondPortVariable(),
                        ours,
                        complaints);
            }
        }
        if (!complaints.isEmpty()) {
            throw new StackException(
                    String.join("; ", complaints) + "; or move all ports with " + Ports.OFFSET_VARIABLE + "=100");
        }
    }

    private static void check(
            int port, String owner, String variable, Map<Integer, String> ours, List<String> complaints) {
        String other = ours.putIfAbsent(port, owner);
        if (other != null) {
            complaints.add(
                    "port %d is meant for %s and for %s: set %s to another".formatted(port, other, owner, variable));
        } else if (!Ports.isFree(port)) {
            complaints.add("port %d (%s) is taken by %s: stop that, or set %s to another"
                    .formatted(port, owner, ProcessTable.listener(port).orElse("another process"), variable));
        }
    }
}
