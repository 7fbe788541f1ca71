package dev.rollcall.web.console;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One user: what is known of them, and what happened to them. */
@Controller
final class UserDialogConsole {

    private static final List<String> TABS = List.of("details", "clients", "history");
    private static final int HISTORY = 50;
    /** How often a view is looked at again that lags behind what was just decided. */
    private static final int LOOKS = 20;

    private static final long PAUSE_MILLIS = 50;

    private final Desk desk;
    private final Dialogs dialogs;
    private final Texts texts;

    UserDialogConsole(Desk desk, Dialogs dialogs, Texts texts) {
        this.desk = desk;
        this.dialogs = dialogs;
        this.texts = texts;
    }

    @GetMapping("/console/users/{user}")
    String dialog(
            @PathVariable UserId user,
            @RequestParam(defaultValue = "details") String tab,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String cursor,
            Call call,
            HttpServletRequest request,
            Model model) {
        String shown = TABS.contains(tab) ? tab : "details";
        Call reading = Form.reached(call, Desk.position(at));
        UserView view = desk.user(user, reading);
        if (shown.equals("clients")) {
            model.addAttribute("clients", desk.clientsOf(user, reading));
        } else if (shown.equals("history")) {
            FactPage page = desk.facts(
                    new FindFacts(
                            Subject.Kind.USER, user.toString(), null, null, null, null, true, HISTORY, cursor, true),
                    reading);
            model.addAttribute("facts", page.items());
            model.addAttribute("next", page.nextCursor());
            if (cursor != null && Looks.isPart(request)) {
                model.addAttribute("user", view);
                return "user :: older";
            }
        } else {
            model.addAttribute("form", UserForm.of(view));
        }
        return dialogs.user(view, shown, call, request, model);
    }

    @PostMapping("/console/users/{user}/details")
    String update(
            @PathVariable UserId user,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Form form = new Form(fields);
        try {
            Accepted accepted = desk.send(command(user, form), form.call(call), form);
            return after(accepted, "saved", call, request, model);
        } catch (Rejected refused) {
            UserForm again = again(user, form, refused, call);
            response.setStatus(again.by() == null ? 422 : 412);
            model.addAttribute("form", again);
            return dialogs.user(desk.user(user, call), "details", call, request, model);
        }
    }

    /** What was typed beside what the user is now, before anything is sent. */
    @PostMapping("/console/users/{user}/theirs")
    String compare(
            @PathVariable UserId user,
            @RequestParam Map<String, String> fields,
            @RequestParam(required = false) @Nullable String at,
            Call call,
            HttpServletRequest request,
            Model model) {
        UserView now = desk.user(user, Form.reached(call, Desk.position(at)));
        model.addAttribute("form", UserForm.overtaken(new Form(fields), now));
        return dialogs.user(now, "details", call, request, model);
    }

    @PostMapping("/console/users/{user}/unlock")
    String unlock(
            @PathVariable UserId user,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            Model model) {
        Form form = new Form(fields);
        return after(desk.send(new UnlockUser(user), form.call(call), form), "unlocked", call, request, model);
    }

    @PostMapping("/console/users/{user}/passkeys/remove")
    String removePasskeys(
            @PathVariable UserId user,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            Model model) {
        Form form = new Form(fields);
        return after(
                desk.send(new RemovePasskeys(user), form.call(call), form), "passkeys-removed", call, request, model);
    }

    /** @param said what was done, as the message file and an address have it */
    private String after(Accepted accepted, String said, Call call, HttpServletRequest request, Model model) {
        UserView view = Objects.requireNonNull(accepted.user(), "the user that was changed");
        if (!Looks.isPart(request)) {
            return "redirect:/console/users/" + view.user() + "?done=" + said + "&at="
                    + Objects.toString(accepted.position(), "");
        }
        model.addAttribute("form", UserForm.of(view));
        model.addAttribute("said", "user." + said);
        model.addAttribute("reached", Objects.toString(accepted.position(), null));
        return dialogs.user(view, "details", call, request, model);
    }

    @PostMapping("/console/users/{user}/remove")
    String remove(
            @PathVariable UserId user,
            @RequestParam Map<String, String> fields,
            Call call,
            HttpServletRequest request,
            HttpServletResponse response) {
        Form form = new Form(fields);
        boolean erased = form.has("erase");
        desk.send(erased ? new EraseUser(user) : new RemoveUser(user, null), form.call(call), form);
        response.setHeader("HX-Redirect", "/console/users?done=" + (erased ? "erased" : "removed"));
        return Looks.isPart(request) ? "parts :: nothing" : "redirect:/console/users";
    }

    private UserForm again(UserId user, Form form, Rejected refused, Call call) {
        Rejection rejection = refused.refusal().rejection();
        if (rejection == Rejection.VERSION_MISMATCH) {
            return UserForm.overtaken(form, since(user, refused.refusal().currentVersion(), call));
        } else if (Faults.areFields(refused)) {
            return UserForm.tried(form, Faults.of(refused, texts));
        } else if (rejection.kind() == Rejection.Kind.CONFLICT) {
            return UserForm.tried(form, Map.of("", texts.refusal(rejection)));
        }
        throw refused;
    }

    /** The user at this version or a later one: the view may not have come as far yet. */
    private UserView since(UserId user, @Nullable Long version, Call call) {
        UserView view = desk.user(user, call);
        for (int look = 0; version != null && view.version() < version && look < LOOKS; look++) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                break;
            }
            view = desk.user(user, call);
        }
        return view;
    }

    /** Only what was changed here: what somebody else changed meanwhile stays as they made it. */
    private EditUser command(UserId user, Form form) {
        String version = form.text("version");
        PrimaryRole role = Choice.of(PrimaryRole.class, form.text("primaryRole"));
        SecondaryRole secondary = null;
        boolean manager = "QUALITY_MANAGER".equals(changed(form, "primaryRole", form.text("was-primaryRole")));
        if (manager && UserForm.isChanged(form, "admin")) {
            secondary = form.has("admin") ? SecondaryRole.ADMIN : SecondaryRole.NONE;
        }
        return new EditUser(
                user,
                version.isEmpty() ? null : Long.valueOf(version),
                null,
                null,
                changed(form, "email", null),
                changed(form, "firstName", null),
                changed(form, "lastName", null),
                form.has("password") ? desk.sealed(form.text("password")) : null,
                form.has("confirmPassword") || form.has("password") ? desk.sealed(form.text("confirmPassword")) : null,
                UserForm.isChanged(form, "primaryRole") ? role : null,
                secondary,
                List.of());
    }

    private static @Nullable String changed(Form form, String field, @Nullable String otherwise) {
        return UserForm.isChanged(form, field) ? form.text(field) : otherwise;
    }
}
