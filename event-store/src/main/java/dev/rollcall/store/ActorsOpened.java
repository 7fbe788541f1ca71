package dev.rollcall.store;

import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;

/** Reads the names of those who acted where the store keeps metadata without the serializer of facts. */
final class ActorsOpened extends SingleEventUpcaster {

    private final Sealing sealing;

    ActorsOpened(Sealing sealing) {
        this.sealing = sealing;
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation fact) {
        return true;
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation fact) {
        return fact.upcast(fact.getType(), byte[].class, payload -> payload, sealing::opened);
    }
}
