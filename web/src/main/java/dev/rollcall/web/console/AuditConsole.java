package dev.rollcall.web.console;

import dev.rollcall.api.Facts;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.VerifyAudit;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.web.Call;
import dev.rollcall.web.Courier;
import dev.rollcall.web.FactExport;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What happened, what was tried and refused, and whether the history is as it was recorded. */
@Controller
final class AuditConsole {

    private static final int PAGE = 50;
    private static final int EXPORT_PAGE = 1000;

    private final Desk desk;
    private final Courier courier;
    private final FactExport export;

    AuditConsole(Desk desk, Courier courier, FactExport export) {
        this.desk = desk;
        this.courier = courier;
        this.export = export;
    }

    @GetMapping("/console/audit")
    String facts(
            FactList list,
            @RequestParam(required = false) @Nullable String cursor,
            Call call,
            HttpServletRequest request,
            Model model) {
        boolean part = Looks.isPart(request);
        Call reading = part ? call : UserConsole.beginning(desk, call, model);
        FactPage page = desk.facts(list.query(true, PAGE, cursor), reading);
        model.addAttribute("list", list);
        model.addAttribute("facts", page.items());
        model.addAttribute("next", page.nextCursor() == null ? null : list.next(page.nextCursor()));
        model.addAttribute("kinds", kinds());
        model.addAttribute("view", "facts");
        return part ? (cursor == null ? "audit :: results" : "audit :: more") : "audit";
    }

    private static List<String> kinds() {
        return Facts.ALL.stream()
                .filter(stored -> UserEvent.class.isAssignableFrom(stored.type())
                        || ClientEvent.class.isAssignableFrom(stored.type()))
                .map(Facts.Stored::name)
                .toList();
    }

    @GetMapping("/console/audit/export")
    void export(FactList list, @RequestParam String form, Call call, HttpServletResponse response) throws IOException {
        export.write(
                list.query(false, EXPORT_PAGE, null),
                Long.MAX_VALUE,
                form.equals("csv") ? FactExport.CSV : FactExport.NDJSON,
                call,
                response);
    }

    @GetMapping("/console/audit/refused")
    String refused(@RequestParam(required = false) @Nullable String after, Call call, Model model) {
        FindRefusedAttempts query = new FindRefusedAttempts(null, null, null, null, after, PAGE);
        RefusedAttemptPage page = RefusedAttemptPage.of(
                Stream.of(FindRefusedAttempts.OF_WHAT_DECIDES, FindRefusedAttempts.OF_WHAT_REMEMBERS)
                        .map(name -> courier.ask(name, query, ResponseTypes.instanceOf(RefusedAttemptPage.class), call))
                        .flatMap(one -> one.items().stream()),
                PAGE);
        model.addAttribute("attempts", page.items());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute("view", "refused");
        return "audit";
    }

    @GetMapping("/console/audit/chain")
    String chain(Call call, HttpServletRequest request, Model model) {
        model.addAttribute("chain", check(false, call));
        model.addAttribute("view", "chain");
        return Looks.isPart(request) ? "audit :: chain" : "audit";
    }

    @PostMapping("/console/audit/chain")
    String verify(Call call) {
        check(true, call);
        return "redirect:/console/audit/chain";
    }

    private @Nullable ChainView check(boolean begin, Call call) {
        return courier.ask(new VerifyAudit(begin), ResponseTypes.optionalInstanceOf(ChainView.class), call)
                .orElse(null);
    }

    /** Which facts; dates are days in UTC, the last one included. */
    record FactList(
            @Nullable String user,
            @Nullable String client,
            @Nullable String actor,
            @Nullable String type,
            @Nullable String from,
            @Nullable String to)
            implements Ordering {

        FindFacts query(boolean newestFirst, int limit, @Nullable String cursor) {
            String subject = text(user).isEmpty() ? text(client) : text(user);
            Subject.Kind kind = text(user).isEmpty() ? Subject.Kind.CLIENT : Subject.Kind.USER;
            return new FindFacts(
                    subject.isEmpty() ? null : kind,
                    subject.isEmpty() ? null : subject,
                    blank(actor),
                    blank(type),
                    day(from, 0),
                    day(to, 1),
                    newestFirst,
                    limit,
                    cursor);
        }

        private static @Nullable Instant day(@Nullable String text, int later) {
            try {
                return text(text).isEmpty()
                        ? null
                        : LocalDate.parse(text(text))
                                .plusDays(later)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException unreadable) {
                return null;
            }
        }

        private static @Nullable String blank(@Nullable String text) {
            return text(text).isBlank() ? null : text(text).strip();
        }

        private static String text(@Nullable String text) {
            return Objects.requireNonNullElse(text, "");
        }

        public boolean filtered() {
            return parameters().values().stream().anyMatch(value -> !value.isBlank());
        }

        @Override
        public String path() {
            return "/console/audit";
        }

        @Override
        public String sort() {
            return "";
        }

        public String export(String form) {
            return with(Map.of("form", form)).replaceFirst("/console/audit", "/console/audit/export");
        }

        @Override
        public Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("user", text(user));
            parameters.put("client", text(client));
            parameters.put("actor", text(actor));
            parameters.put("type", text(type));
            parameters.put("from", text(from));
            parameters.put("to", text(to));
            return parameters;
        }
    }
}
