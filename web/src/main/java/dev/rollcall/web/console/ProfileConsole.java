package dev.rollcall.web.console;

import dev.rollcall.api.user.UserId;
import dev.rollcall.web.Call;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What somebody sees of themselves. */
@Controller
final class ProfileConsole {

    private final Desk desk;

    ProfileConsole(Desk desk) {
        this.desk = desk;
    }

    @GetMapping("/console/profile")
    String show(Call call, Model model) {
        UserId me = UserId.parse(call.actor().id());
        model.addAttribute("user", desk.user(me, call));
        model.addAttribute("clients", desk.clientsOf(me, call));
        return "profile";
    }
}
