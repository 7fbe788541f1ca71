package dev.rollcall.resilience.model;

import java.util.ArrayList;
import java.util.List;

/** A client as the model has it. */
final class ModelClient {

    String id = "";
    ModelUser owner;
    String name = "";
    String type = "";
    String status = "PROVISIONED";
    String tokenState = "ISSUED";
    String hostName = "";
    boolean removed;
    /** Empty where the model does not say. */
    String updatedBy = "";
    /** Every token it ever had, the present one last. */
    final List<String> tokens = new ArrayList<>();

    final List<String> facts = new ArrayList<>();

    ModelClient(ModelUser owner) {
        this.owner = owner;
    }

    long version() {
        return facts.size() - 1L;
    }

    String token() {
        return tokens.get(tokens.size() - 1);
    }

    List<String> availableActions() {
        return status.equals("DEREGISTERED") ? List.of("REREGISTER") : List.of("DEREGISTER", "REPROVISION");
    }

    void record(String by, String fact) {
        facts.add(fact);
        updatedBy = by;
    }

    void deregister(String by) {
        record(by, "client-deregistered");
        status = "DEREGISTERED";
        tokenState = "REVOKED";
    }

    void issue(String by, String fact, String newStatus, String token) {
        record(by, fact);
        status = newStatus;
        tokenState = "ISSUED";
        tokens.add(token);
    }

    @Override
    public String toString() {
        return (removed ? "removed " : "") + name;
    }
}
