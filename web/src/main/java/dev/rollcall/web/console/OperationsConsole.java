package dev.rollcall.web.console;

import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindLags;
import dev.rollcall.api.audit.FindNodes;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.LagView;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.web.Call;
import dev.rollcall.web.Courier;
import dev.rollcall.web.Declined;
import dev.rollcall.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How the program is doing: its views, what they could not take in, and building one anew. */
@Controller
final class OperationsConsole {

    private static final int LETTERS = 50;

    private final Courier courier;
    private final Pulse pulse;

    OperationsConsole(Courier courier, Pulse pulse) {
        this.courier = courier;
        this.pulse = pulse;
    }

    @GetMapping("/console/operations")
    String show(Call call, HttpServletRequest request, Model model) {
        List<ProjectionView> projections =
                courier.ask(new FindProjections(), ResponseTypes.multipleInstancesOf(ProjectionView.class), call);
        model.addAttribute(
                "behind",
                new Behind(courier.ask(new FindLags(), ResponseTypes.multipleInstancesOf(LagView.class), call)));
        model.addAttribute(
                "rates",
                pulse.rates(from -> courier.ask(
                        new FindFactRates(from, Rates.SECONDS),
                        ResponseTypes.multipleInstancesOf(FactRateView.class),
                        call)));
        model.addAttribute(
                "nodes", courier.ask(new FindNodes(), ResponseTypes.multipleInstancesOf(NodeView.class), call));
        model.addAttribute(
                "fed", projections.stream().map(ProjectionView::fedBy).anyMatch(Objects::nonNull));
        model.addAttribute("projections", projections);
        model.addAttribute(
                "letters",
                courier.ask(
                                new FindDeadLetters(null, LETTERS, null),
                                ResponseTypes.instanceOf(DeadLetterPage.class),
                                call)
                        .items());
        return Looks.isPart(request) ? "operations :: state" : "operations";
    }

    @PostMapping("/console/operations/{projection}/{action}")
    String act(
            @PathVariable String projection,
            @PathVariable String action,
            @RequestParam Map<String, String> fields,
            Call call) {
        return carriedOut(
                switch (action) {
                    case "rebuild" -> new RebuildProjection(projection);
                    case "check" -> new CheckProjection(projection);
                    case "cancel" -> new CancelRebuild(projection);
                    default -> throw nothing();
                },
                fields,
                call);
    }

    @PostMapping("/console/operations/letters/{letter}/{action}")
    String letter(
            @PathVariable UUID letter,
            @PathVariable String action,
            @RequestParam Map<String, String> fields,
            Call call) {
        return carriedOut(
                switch (action) {
                    case "retry" -> new RetryDeadLetter(letter);
                    case "discard" -> new DiscardDeadLetter(letter);
                    default -> throw nothing();
                },
                fields,
                call);
    }

    private String carriedOut(Object command, Map<String, String> fields, Call call) {
        Form form = new Form(fields);
        courier.send(command, Object.class, form.call(call), form.canonical());
        return "redirect:/console/operations";
    }

    private static Declined nothing() {
        return new Declined(new Problem(404, "not_found", "There is nothing here."));
    }
}
