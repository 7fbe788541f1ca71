package dev.rollcall.web.console;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Position;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** User management: everybody there is, and how to add somebody. */
@Controller
final class UserConsole {

    private final Desk desk;
    private final Texts texts;

    UserConsole(Desk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @GetMapping("/console/users")
    String list(
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String primaryRole,
            @RequestParam(defaultValue = "") String configuration,
            @RequestParam(defaultValue = "") String locked,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "false") boolean count,
            @RequestParam(required = false) @Nullable String at,
            Call call,
            HttpServletRequest request,
            Model model) {
        UserList list = new UserList(search, primaryRole, configuration, locked, sort);
        boolean part = Looks.isPart(request);
        if (part && count) {
            model.addAttribute("total", desk.users(list.query(null, true), call).total());
            return "users :: count";
        }
        show(list, cursor, part ? Form.reached(call, Desk.position(at)) : beginning(desk, call, model), model);
        return part ? (cursor == null ? "users :: results" : "users :: more") : "users";
    }

    /** From here on the page learns by itself what happens. */
    static Call beginning(Desk desk, Call call, Model model) {
        Position now = desk.now(call);
        model.addAttribute("from", now.toString());
        return Form.reached(call, now);
    }

    void show(UserList list, @Nullable String cursor, Call call, Model model) {
        UserPage page = desk.users(list.query(cursor, false), call);
        model.addAttribute("list", list);
        desk.list(page.items(), call, model);
        model.addAttribute("next", page.nextCursor() == null ? null : list.next(page.nextCursor()));
        model.addAttribute("roles", PrimaryRole.values());
        model.addAttribute("configurations", SignInConfiguration.values());
    }

    @GetMapping("/console/users/{user}/row")
    String row(@PathVariable UserId user, @RequestParam(required = false) @Nullable String at, Call call, Model model) {
        Optional<UserView> found = desk.findUser(user, Form.reached(call, Desk.position(at)));
        desk.list(found.stream().toList(), call, model);
        return "users :: rows";
    }

    @GetMapping("/console/users/new")
    String blank(Call call, HttpServletRequest request, Model model) {
        return creating(UserForm.blank(), call, request, model);
    }

    @PostMapping("/console/users")
    String create(
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Form form = new Form(fields);
        UserId user = new UserId(desk.identifier());
        try {
            Accepted accepted = desk.send(command(user, form), form.call(call), form);
            UserView created = Objects.requireNonNull(accepted.user(), "the user that was created");
            String dialog = "/console/users/" + created.user() + "?tab=clients&done=created";
            if (Looks.isPart(request)) {
                response.setHeader(
                        "HX-Location",
                        "{\"path\":\"" + dialog + "&at=" + Objects.toString(accepted.position(), "")
                                + "\",\"target\":\"#dialog\",\"push\":\"/console/users/" + created.user()
                                + "?tab=clients\"}");
                return "parts :: nothing";
            }
            // where there is no script the page behind must have come as far as well
            return "redirect:" + dialog + "&at=" + Objects.toString(accepted.position(), "");
        } catch (Rejected refused) {
            if (!Faults.areFields(refused)) {
                throw refused;
            }
            response.setStatus(422);
            return creating(UserForm.tried(form, Faults.of(refused, texts)), call, request, model);
        }
    }

    private String creating(UserForm form, Call call, HttpServletRequest request, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("roles", PrimaryRole.values());
        model.addAttribute("configurations", SignInConfiguration.values());
        if (Looks.isPart(request)) {
            return "user-new :: dialog";
        }
        show(UserList.ALL, null, beginning(desk, call, model), model);
        model.addAttribute("dialog", "user-new");
        return "users";
    }

    private CreateUser command(UserId user, Form form) {
        PrimaryRole role = Choice.of(PrimaryRole.class, form.text("primaryRole"));
        SignInConfiguration configuration = Choice.of(SignInConfiguration.class, form.text("configuration"));
        boolean local = configuration == SignInConfiguration.DEFAULT;
        return new CreateUser(
                user,
                form.text("username"),
                configuration,
                form.text("email"),
                form.text("firstName"),
                form.text("lastName"),
                local ? desk.sealed(form.text("password")) : null,
                local ? desk.sealed(form.text("confirmPassword")) : null,
                role,
                role == PrimaryRole.QUALITY_MANAGER && form.has("admin") ? SecondaryRole.ADMIN : null,
                List.of());
    }
}
