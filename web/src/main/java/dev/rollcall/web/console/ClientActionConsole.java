package dev.rollcall.web.console;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.Call;
import dev.rollcall.web.Declined;
import dev.rollcall.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What is done to the clients of a user, in the user's dialog. */
@Controller
final class ClientActionConsole {

    private static final int NAMES = 20;

    private final Desk desk;
    private final Dialogs dialogs;
    private final Texts texts;

    ClientActionConsole(Desk desk, Dialogs dialogs, Texts texts) {
        this.desk = desk;
        this.dialogs = dialogs;
        this.texts = texts;
    }

    @PostMapping("/console/users/{user}/clients")
    String provision(
            @PathVariable UserId user,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Form form = new Form(fields);
        try {
            Accepted accepted = desk.send(
                    new Provision(
                            new ClientId(desk.identifier()),
                            user,
                            form.text("name"),
                            Choice.of(ClientType.class, form.text("type")),
                            null,
                            List.of()),
                    form.call(call),
                    form);
            return after(user, accepted, "client.provisioned", form.text("name"), call, request, model);
        } catch (Rejected refused) {
            if (!Faults.areFields(refused)) {
                throw refused;
            }
            response.setStatus(422);
            model.addAttribute("faults", Faults.of(refused, texts));
            model.addAttribute("typed", fields);
            model.addAttribute("clients", desk.clientsOf(user, call));
            return dialogs.user(desk.user(user, call), "clients", call, request, model);
        }
    }

    @PostMapping("/console/clients/{client}/{action}")
    String act(
            @PathVariable ClientId client,
            @PathVariable String action,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            Model model) {
        Form form = new Form(fields);
        ClientView before = desk.client(client, call);
        Accepted accepted = desk.send(command(client, action), form.call(call), form);
        return after(before.user(), accepted, "client.done." + action, before.name(), call, request, model);
    }

    /** Another name, another owner, or both; what is as it was is left alone. */
    @PostMapping("/console/clients/{client}/edit")
    String edit(
            @PathVariable ClientId client,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Form form = new Form(fields);
        ClientView before = desk.client(client, call);
        try {
            ClientCommand command = change(before, form, call);
            if (command != null) {
                return after(
                        before.user(),
                        desk.send(command, form.call(call), form),
                        "client.done.edit",
                        before.name(),
                        call,
                        request,
                        model);
            }
            model.addAttribute("clients", desk.clientsOf(before.user(), call));
        } catch (Rejected refused) {
            Rejection rejection = refused.refusal().rejection();
            if (!Faults.areFields(refused) && rejection.kind() != Rejection.Kind.CONFLICT) {
                throw refused;
            }
            response.setStatus(422);
            model.addAttribute(
                    "faults",
                    Faults.areFields(refused) ? Faults.of(refused, texts) : Map.of("name", texts.refusal(rejection)));
            model.addAttribute("typed", fields);
            model.addAttribute("clients", desk.clientsOf(before.user(), call));
            model.addAttribute("about", client.toString());
            model.addAttribute("act", "edit");
        }
        return dialogs.user(desk.user(before.user(), call), "clients", call, request, model);
    }

    private @Nullable ClientCommand change(ClientView before, Form form, Call call) {
        String name = form.text("name").strip();
        String owner = form.text("owner").strip();
        String renamed = name.equals(before.name()) ? null : name;
        UserId user = owner.isEmpty() || owner.equalsIgnoreCase(before.username()) ? null : named(owner, call);
        if (renamed != null && user != null) {
            return new EditClient(before.client(), null, renamed, user);
        } else if (renamed != null) {
            return new RenameClient(before.client(), null, renamed);
        }
        return user == null ? null : new ReassignClient(before.client(), null, user);
    }

    /** Whose username this is. Refuses ({@code /owner}) one that nobody has. */
    private UserId named(String username, Call call) {
        return desk
                .users(new FindUsers(username, null, null, null, "username", NAMES, null, false), call)
                .items()
                .stream()
                .filter(user -> user.username().equalsIgnoreCase(username))
                .findFirst()
                .map(UserView::user)
                .orElseThrow(() -> new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/owner", "unknown_owner", "Nobody has this username.")),
                        null,
                        null,
                        null)));
    }

    /** The usernames that a field proposes. */
    @GetMapping("/console/users/names")
    String names(@RequestParam(defaultValue = "") String owner, Call call, Model model) {
        model.addAttribute(
                "names",
                owner.isBlank()
                        ? List.of()
                        : desk.users(new FindUsers(owner, null, null, null, "username", NAMES, null, false), call)
                                .items());
        return "user :: names";
    }

    private static ClientCommand command(ClientId client, String action) {
        return switch (action) {
            case "deregister" -> new Deregister(client);
            case "reregister" -> new Reregister(client);
            case "reprovision" -> new Reprovision(client);
            case "reveal" -> new RevealToken(client);
            case "remove" -> new RemoveClient(client);
            default -> throw new Declined(new Problem(404, "not_found", "There is nothing here."));
        };
    }

    /**
     * @param said what was done, as the message file has it
     * @param name what the client was called before
     */
    private String after(
            UserId user,
            Accepted accepted,
            String said,
            String name,
            Call call,
            HttpServletRequest request,
            Model model) {
        Call reading = Form.reached(call, accepted.position());
        ClientView changed = accepted.clients().stream().findFirst().orElse(null);
        if (changed != null && changed.token().value() != null) {
            model.addAttribute("issued", changed);
            model.addAttribute("token", desk.open(changed.token().value()));
            model.addAttribute(
                    "server",
                    ServletUriComponentsBuilder.fromContextPath(request)
                            .path("/api/v1/clients/register")
                            .toUriString());
        }
        UserView view = desk.user(user, reading);
        model.addAttribute("clients", desk.clientsOf(user, reading));
        model.addAttribute("said", said);
        model.addAttribute("saidOf", changed == null ? name : changed.name());
        model.addAttribute("reached", Objects.toString(accepted.position(), null));
        return dialogs.user(view, "clients", call, request, model);
    }

    /** A row of the table in the dialog, as it is now. */
    @GetMapping("/console/clients/{client}/row")
    String row(
            @PathVariable ClientId client,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(defaultValue = "dialog") String in,
            Call call,
            Model model) {
        Optional<ClientView> found = desk.findClient(client, Form.reached(call, Desk.position(at)));
        model.addAttribute("clients", found.stream().toList());
        return in.equals("page") ? "clients :: rows" : "user :: client-rows";
    }

    /** Whether a token that is being shown still waits; once it does not, what became of it. */
    @GetMapping("/console/clients/{client}/claimed")
    @Nullable
    ModelAndView claimed(
            @PathVariable ClientId client,
            @RequestParam String token,
            @RequestParam(required = false) @Nullable String at,
            Call call,
            HttpServletResponse response,
            Model model) {
        ClientView view = desk.client(client, Form.reached(call, Desk.position(at)));
        boolean same = view.token().token().value().toString().equals(token);
        if (same && view.token().state() == TokenState.ISSUED) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("client", view);
        model.addAttribute("same", same);
        return new ModelAndView("user :: claimed");
    }
}
