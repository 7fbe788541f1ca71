package dev.rollcall.web.console;

import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.ui.Model;

/** Shows dialogs: alone in a page that is there already, else over the list that they belong to. */
final class Dialogs {

    private final Desk desk;

    Dialogs(Desk desk) {
        this.desk = desk;
    }

    /** What a user's dialog shows on this tab; what the tab itself shows is in the model already. */
    String user(UserView user, String tab, Call call, HttpServletRequest request, Model model) {
        model.addAttribute("user", user);
        model.addAttribute("tab", tab);
        model.addAttribute("hasPasskeys", tab.equals("details") && desk.hasPasskeys(user.user(), call));
        model.addAttribute("roles", PrimaryRole.values());
        model.addAttribute("types", ClientType.values());
        model.addAttribute("request", UUID.randomUUID().toString());
        if (!model.containsAttribute("act")) {
            model.addAttribute("act", word(request, "act"));
            model.addAttribute("about", word(request, "client"));
        }
        String done = word(request, "done");
        if (!done.isEmpty()) {
            model.addAttribute("said", "user." + done);
        }
        if (Looks.isPart(request)) {
            return "user :: dialog";
        }
        Call reading = UserConsole.beginning(desk, call, model);
        UserPage page = desk.users(UserList.ALL.query(null, false), reading);
        model.addAttribute("list", UserList.ALL);
        desk.list(page.items(), reading, model);
        model.addAttribute("next", page.nextCursor() == null ? null : UserList.ALL.next(page.nextCursor()));
        model.addAttribute("configurations", SignInConfiguration.values());
        model.addAttribute("dialog", "user");
        return "users";
    }

    private static String word(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value != null && value.matches("[a-z0-9-]{1,40}") ? value : "";
    }
}
