"""The relaxed week as a CP-SAT model: what every plan that meets some demands must satisfy.

A visit of a part on a day is a boolean, so is each person's share in it (a cell).
With `timed`, visits of a shift also come one after the other, the least way apart.
Every constraint follows from a rule of the checker, so that a model without a
solution proves that no plan exists.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from visitplan_solvers.refute.limits import Limit
from visitplan_solvers.refute.linear import total
from visitplan_solvers.refute.patients import keep_patients
from visitplan_solvers.refute.sequences import keep_sequences
from visitplan_solvers.refute.shifts import ShiftRules

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from ortools.sat.python import cp_model

    from visitplan_solvers.refute.cells import Cell
    from visitplan_solvers.refute.demands import Demand
    from visitplan_solvers.refute.linear import Linear
    from visitplan_solvers.refute.week import Week


class Model:
    """The relaxation for some demands; other orders are left out, which only helps."""

    def __init__(
        self,
        week: Week,
        demands: Sequence[Demand],
        *,
        timed: bool,
        dropped: Container[Limit] = (),
        stretched: bool = False,
    ) -> None:
        from ortools.sat.python import cp_model

        self.week, self.demands, self.timed = week, tuple(demands), timed
        self.dropped = dropped
        self.limits: dict[Limit, None] = {}
        self.model = cp_model.CpModel()
        self.orders = tuple(involved(week, demands))
        self.uses: dict[Cell, cp_model.IntVar] = {}
        self.made: dict[tuple[int, int], cp_model.IntVar] = {}
        """Whether a part has a visit on a day."""
        self.on_day: dict[tuple[int, int], Linear] = {}
        """Whether an order has."""
        self.start: dict[tuple[int, int], cp_model.IntVar] = {}
        for o in self.orders:
            self._add_order(o)
        keep_sequences(self)
        keep_patients(self)
        self.shifts = ShiftRules(self, stretched=stretched)
        self.wanted = [self.model.new_bool_var("") for _ in demands]
        for want, demand in zip(self.wanted, self.demands, strict=True):
            self.model.add(total(self._meeting(demand)) >= demand.visits).only_enforce_if(want)

    def insist(self) -> None:
        """Ask for all demands at once: quicker than assumptions, but a proof names nothing."""
        for want in self.wanted:
            self.model.add(want == 1)

    def assume(self) -> None:
        """Ask for all demands so that a proof names those it needs."""
        self.model.add_assumptions(self.wanted)

    def holds(self, limit: Limit) -> bool:
        """Note that a limit would bind here; tell whether it is to be kept."""
        self.limits[limit] = None
        return limit not in self.dropped

    def _meeting(self, demand: Demand) -> Iterable[Linear]:
        days = range(self.week.days)
        if demand.part is not None:
            return [self.made[demand.part, d] for d in days if (demand.part, d) in self.made]
        return [self.on_day[demand.order, d] for d in days if (demand.order, d) in self.on_day]

    def _add_order(self, o: int) -> None:
        week, model = self.week, self.model
        by_day: dict[tuple[int, int], list[Cell]] = defaultdict(list)
        for cell in week.cells(o):
            by_day[cell.part, week.spans[cell.span].day].append(cell)
        parts_on: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for (part, day), cells in by_day.items():
            made = self.made[part, day] = model.new_bool_var("")
            parts_on[day].append(made)
            for cell in cells:
                self.uses[cell] = model.new_bool_var("")
            self._staff(o, made, cells)
            if self.timed:
                self._time(part, day, cells)
        for part in week.parts_of[o]:
            mine = [made for (p, _), made in self.made.items() if p == part]
            if len(mine) > week.parts[part].size:
                model.add(total(mine) <= week.parts[part].size)
        for day, visits in parts_on.items():
            if len(visits) > 1:
                model.add_at_most_one(visits)
            self.on_day[o, day] = visits[0] if len(visits) == 1 else total(visits)
        self._number(o)
        if self.holds(Limit("gaps", o)):
            self._space(o, sorted(parts_on))

    def _staff(self, o: int, made: cp_model.IntVar, cells: list[Cell]) -> None:
        """Hold a visit to its number of people, all different, with all titles."""
        need, model = self.week.orders[o].need, self.model
        model.add(total(self.uses[c] for c in cells) == need * made)
        if need == 1:
            return
        by_person: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for cell in cells:
            by_person[self.week.spans[cell.span].person].append(self.uses[cell])
        for same in by_person.values():
            if len(same) > 1:
                model.add(total(same) <= made)
        for bit in (1, 2):
            model.add(total(self.uses[c] for c in cells if c.roles & bit) >= made)

    def _time(self, part: int, day: int, cells: list[Cell]) -> None:
        """Give a visit one start, which suits everybody who comes."""
        from ortools.sat.python import cp_model

        # All ends lie on whole steps; that starts between them do too is left out.
        domains = {
            cell: cp_model.Domain.from_intervals([[a, b] for a, b in cell.starts]) for cell in cells
        }
        whole = cp_model.Domain(0, 0)
        for k, domain in enumerate(domains.values()):
            whole = domain if k == 0 else whole.union_with(domain)
        start = self.start[part, day] = self.model.new_int_var_from_domain(whole, "")
        for cell, domain in domains.items():
            if domain.flattened_intervals() != whole.flattened_intervals():
                self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(
                    self.uses[cell]
                )

    def _number(self, o: int) -> None:
        """Hold promised visits to their numbers: so many come before, so many after."""
        week, model = self.week, self.model
        visits = week.orders[o].visits
        days = [d for d in range(week.days) if (o, d) in self.on_day]
        if len(days) > visits:
            model.add(total(self.on_day[o, d] for d in days) <= visits)
        for part in week.parts_of[o]:
            it = week.parts[part]
            if it.promise is None or len(week.parts_of[o]) == 1:
                continue
            for d in days:
                if (part, d) not in self.made:
                    continue
                earlier = [self.on_day[o, e] for e in days if e < d]
                later = [self.on_day[o, e] for e in days if e > d]
                made = self.made[part, d]
                model.add(total(earlier) <= it.number - 1).only_enforce_if(made)
                model.add(total(later) <= visits - it.number).only_enforce_if(made)

    def _space(self, o: int, days: list[int]) -> None:
        """Hold an order's days to its gaps, completed visits included."""
        model, ordered = self.model, self.week.orders[o]
        gap, most, limit = (
            ordered.order.min_gap_days,
            ordered.order.max_gap_days,
            ordered.first_limit,
        )
        on = {d: self.on_day[o, d] for d in days}
        for d in days:
            near = [on[e] for e in days if d <= e < d + gap]
            if len(near) > 1:
                model.add(total(near) <= 1)
        if most is not None:
            for d, e in combinations(days, 2):
                if e - d > most:
                    between = total(on[f] for f in days if d < f <= d + most)
                    model.add(on[d] + on[e] <= 1 + between)
        if limit is not None:
            early = total(on[d] for d in days if d <= limit)
            for d in days:
                if d > limit:
                    model.add(on[d] <= early)


def involved(week: Week, demands: Iterable[Demand]) -> list[int]:
    """Give the orders of demands, and those that form a sequence with one of them."""
    leaders = {second: first for first, second in week.followers.items()}
    found = set()
    for demand in demands:
        o = demand.order
        found |= {o, week.followers.get(o, o), leaders.get(o, o)}
    return sorted(found)
