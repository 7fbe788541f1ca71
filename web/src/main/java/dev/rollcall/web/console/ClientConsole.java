package dev.rollcall.web.console;

import dev.rollcall.api.Position;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.web.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All clients there are, whosever they are. */
@Controller
final class ClientConsole {

    /** @param failure why it was not done; absent: it was */
    record Outcome(String name, @Nullable String failure) {}

    private final Desk desk;
    private final Texts texts;

    ClientConsole(Desk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @GetMapping("/console/clients")
    String list(
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String tokenState,
            @RequestParam(defaultValue = "") String presence,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "false") boolean count,
            @RequestParam(required = false) @Nullable String at,
            Call call,
            HttpServletRequest request,
            Model model) {
        ClientList list = new ClientList(search, status, type, tokenState, presence, sort);
        boolean part = Looks.isPart(request);
        if (part && count) {
            model.addAttribute(
                    "total", desk.clients(list.query(null, true), call).total());
            return "clients :: count";
        }
        show(
                list,
                cursor,
                part ? Form.reached(call, Desk.position(at)) : UserConsole.beginning(desk, call, model),
                model);
        return part ? (cursor == null ? "clients :: results" : "clients :: more") : "clients";
    }

    private void show(ClientList list, @Nullable String cursor, Call call, Model model) {
        ClientPage page = desk.clients(list.query(cursor, false), call);
        model.addAttribute("list", list);
        model.addAttribute("clients", page.items());
        model.addAttribute("next", page.nextCursor() == null ? null : list.next(page.nextCursor()));
        model.addAttribute("statuses", ClientStatus.values());
        model.addAttribute("types", ClientType.values());
        model.addAttribute("tokenStates", TokenState.values());
        model.addAttribute("presences", Presence.values());
    }

    /** Each on its own: what cannot be done to one is said beside it and keeps no other from it. */
    @PostMapping("/console/clients")
    String deregister(
            @RequestParam(defaultValue = "") List<ClientId> pick,
            @RequestParam Map<String, String> fields,
            Call call,
            Model model) {
        Form form = new Form(fields);
        // one key for many commands would make all but the first a repetition
        Call each = new Form(Map.of("reason", form.text("reason"))).call(call);
        List<Outcome> outcomes = new ArrayList<>();
        for (ClientId client : pick) {
            String name = desk.findClient(client, call).map(ClientView::name).orElse(client.toString());
            outcomes.add(new Outcome(name, deregister(client, each, form).failure()));
        }
        model.addAttribute("outcomes", outcomes);
        show(ClientList.ALL, null, UserConsole.beginning(desk, call, model), model);
        return "clients";
    }

    /** One of those chosen, for a page that does one after the other and shows how far it is. */
    @PostMapping("/console/clients/{client}/chosen")
    String chosen(@PathVariable ClientId client, @RequestParam Map<String, String> fields, Call call, Model model) {
        Form form = new Form(fields);
        Done done = deregister(client, form.call(call), form);
        model.addAttribute(
                "clients",
                desk.findClient(client, Form.reached(call, done.position())).stream()
                        .toList());
        model.addAttribute("outcome", done);
        return "clients :: rows";
    }

    /** @param failure why it was not done; absent: it was */
    record Done(@Nullable Position position, @Nullable String failure) {}

    private Done deregister(ClientId client, Call call, Form form) {
        try {
            return new Done(desk.send(new Deregister(client), call, form).position(), null);
        } catch (Rejected refused) {
            return new Done(null, texts.refusal(refused.refusal().rejection()));
        }
    }
}
