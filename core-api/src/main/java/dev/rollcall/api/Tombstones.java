package dev.rollcall.api;

import java.util.Set;
import java.util.UUID;

/** Who was erased, written down apart from every database: a restored one does not bring their keys back. */
public interface Tombstones {

    /** At once and for good; twice is once. */
    void add(UUID user);

    Set<UUID> all();
}
