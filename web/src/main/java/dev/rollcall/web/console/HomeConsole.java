package dev.rollcall.web.console;

import dev.rollcall.web.Arguments;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where everybody begins: administrators at the users, everybody else at themselves. */
@Controller
final class HomeConsole {

    @GetMapping("/console")
    String home() {
        return Arguments.actor().administrator() ? "redirect:/console/users" : "redirect:/console/profile";
    }
}
