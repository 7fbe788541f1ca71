package dev.rollcall.web.console;

import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.UserId;
import dev.rollcall.web.Call;
import dev.rollcall.web.Declined;
import dev.rollcall.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a user or client was at an instant, beside what it is today. */
@Controller
final class PastConsole {

    /** As many moments as a slider can still tell apart. */
    private static final int MOMENTS = 500;

    private static final int FOUND = 8;

    private final Desk desk;

    PastConsole(Desk desk) {
        this.desk = desk;
    }

    @GetMapping("/console/audit/past")
    String past(
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable String client,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String when,
            @RequestParam(defaultValue = "") String search,
            Call call,
            HttpServletRequest request,
            Model model) {
        model.addAttribute("view", "past");
        model.addAttribute("search", search);
        if (user == null && client == null) {
            find(search, call, model);
            return Looks.isPart(request) ? "past :: found" : "past";
        }
        Subject.Kind kind = user == null ? Subject.Kind.CLIENT : Subject.Kind.USER;
        String id = identifier(user == null ? client : user);
        FactPage page = desk.facts(new FindFacts(kind, id, null, null, null, null, true, MOMENTS, null), call);
        List<FactView> moments = new ArrayList<>(page.items());
        Collections.reverse(moments);
        if (moments.isEmpty()) {
            throw nothing();
        }
        Instant chosen = instant(when);
        int shown = shown(moments, chosen, instant(at));
        Instant asOf = chosen == null ? moments.get(shown).occurredAt() : chosen;
        model.addAttribute("subject", moments.get(moments.size() - 1).subject());
        model.addAttribute("moments", moments);
        model.addAttribute("shown", shown);
        model.addAttribute("when", chosen == null ? null : when);
        model.addAttribute("more", page.nextCursor() != null);
        model.addAttribute("asOf", asOf);
        model.addAttribute(
                "lines",
                kind == Subject.Kind.USER
                        ? Line.beside(
                                Line.of(desk.userAsOf(UserId.parse(id), asOf, call)),
                                Line.of(desk.findUser(UserId.parse(id), call)))
                        : Line.beside(
                                Line.of(desk.clientAsOf(ClientId.parse(id), asOf, call)),
                                Line.of(desk.findClient(ClientId.parse(id), call))));
        return Looks.isPart(request) ? "past :: beside" : "past";
    }

    private void find(String search, Call call, Model model) {
        if (!search.isBlank()) {
            model.addAttribute(
                    "users",
                    desk.users(new FindUsers(search, null, null, null, null, FOUND, null, false), call)
                            .items());
            model.addAttribute(
                    "clients",
                    desk.clients(new FindClients(search, null, null, null, null, FOUND, null, false), call)
                            .items());
        }
    }

    /**
     * The last fact up to the instant asked for; without one the last but one, as beside today the last one says nothing;
     * -1 where the instant is before all of them.
     */
    private static int shown(List<FactView> moments, @Nullable Instant when, @Nullable Instant at) {
        Instant until = when == null ? at : when;
        if (until == null) {
            return Math.max(0, moments.size() - 2);
        }
        int shown = moments.size() - 1;
        while (shown >= 0 && moments.get(shown).occurredAt().isAfter(until)) {
            shown--;
        }
        return when == null ? Math.max(0, shown) : shown;
    }

    private static String identifier(@Nullable String text) {
        try {
            return UUID.fromString(String.valueOf(text)).toString();
        } catch (IllegalArgumentException unreadable) {
            throw nothing();
        }
    }

    /** With its zone, or as a browser has it without one: then in UTC. */
    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null || text.isEmpty()
                    ? null
                    : text.endsWith("Z")
                            ? Instant.parse(text)
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    private static Declined nothing() {
        return new Declined(new Problem(404, "not_found", "There is nothing here."));
    }
}
