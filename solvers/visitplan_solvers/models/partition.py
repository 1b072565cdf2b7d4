"""Set partitioning by CP-SAT: the best combination of routes of the pool.

One route a shift at most; orders' frequency and gaps, pairs, people per
patient and fair shares couple the routes. The search's best plan is always
given as a hint, and the answer is taken only where it is better.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from visitplan_solvers.compiled import tables as t
from visitplan_solvers.models.patients import price_patients
from visitplan_solvers.models.spacing import add_spacing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ortools.sat.python import cp_model

    from visitplan_solvers.compiled.build import Problem

Key = tuple[int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A route of one slot: visits by kind in order, with pinned starts."""

    slot: int
    rows: tuple[int, ...]
    pins: tuple[int, ...]
    cost: int
    drive: int
    work: int = 0
    late: int = 0


def item_of(problem: Problem) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give for each visit the first row that it is interchangeable with."""
    return problem.arrays.visit[: len(problem.occurrences), t.V_ITEM].copy()


class Partition:
    """The model over a list of columns."""

    def __init__(
        self, problem: Problem, columns: list[Column], incumbent: Iterable[int], *, seed: int
    ) -> None:
        from ortools.sat.python import cp_model

        self._problem = problem
        self._columns = columns
        self._seed = seed
        self.model = cp_model.CpModel()
        self._use = [self.model.new_bool_var("") for _ in columns]
        self._costs: list[cp_model.LinearExprT] = []
        self._items = item_of(problem)
        self._by_day: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._add_slots()
        self._served: dict[tuple[int, int], cp_model.LinearExprT] = {}
        self._add_visits()
        self._add_sequences()
        self._add_patterns()
        self._add_people()
        self._add_shares()
        self._add_lateness()
        self.model.minimize(sum(self._costs))
        chosen = set(incumbent)
        for k, use in enumerate(self._use):
            self.model.add_hint(use, k in chosen)

    def solve(self, effort: float, seconds: float | None = None) -> list[int] | None:
        """Give the chosen columns, or None where nothing was found in so much effort.

        `effort` is repeatable (the solver's own units); `seconds` end it as well, where given.
        """
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = effort
        if seconds is not None:
            solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        # Ctrl-C belongs to the caller, who asks for the best plan so far.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.linearization_level = 2
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [k for k, use in enumerate(self._use) if solver.boolean_value(use)]

    def _add_slots(self) -> None:
        arrays = self._problem.arrays
        by_slot: dict[int, list[int]] = defaultdict(list)
        for k, column in enumerate(self._columns):
            by_slot[column.slot].append(k)
            self._costs.append(self._use[k] * column.cost)
        by_group: dict[int, list[int]] = defaultdict(list)
        for r, mine in by_slot.items():
            # The route of appointments alone is a column too, so that exactly one is taken.
            self.model.add_exactly_one(self._use[k] for k in mine)
            by_group[int(arrays.slot[r, t.S_GROUP])].append(r)
        for g, slots in by_group.items():
            if len(slots) < 2:
                continue
            mine = [k for r in slots for k in by_slot[r]]
            for limit in (t.G_MAX_VISITS, t.G_MAX_DRIVE, t.G_MAX_WORK, t.G_MAX_UNITS):
                most = int(arrays.group[g, limit])
                if most < t.NEVER:
                    spent = sum(self._use[k] * self._spends(k, limit) for k in mine)
                    self.model.add(spent <= most)

    def _spends(self, k: int, limit: int) -> int:
        """Give what a column takes of a limit of the day."""
        column = self._columns[k]
        if limit == t.G_MAX_DRIVE:
            return column.drive
        if limit == t.G_MAX_WORK:
            return column.work
        items = [item for item, _ in self._visits(k)]
        if limit == t.G_MAX_VISITS:
            return len(items)
        return int(self._problem.arrays.visit[items, t.V_UNITS].sum()) if items else 0

    def _visits(self, k: int) -> list[tuple[int, int]]:
        """Give item and pin of each visit of a column, appointments left out."""
        column = self._columns[k]
        return [
            (int(self._items[row]), pin)
            for row, pin in zip(column.rows, column.pins, strict=True)
            if row < len(self._items)
        ]

    def _add_visits(self) -> None:
        arrays, model = self._problem.arrays, self.model
        cover: dict[tuple[int, int], list[int]] = defaultdict(list)
        pairs: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for k, column in enumerate(self._columns):
            day = int(arrays.slot[column.slot, t.S_DAY])
            for item, pin in self._visits(k):
                if arrays.visit[item, t.V_NEED] == 2:
                    pairs[item, day, pin].append(k)
                else:
                    cover[item, day].append(k)
        served = self._served
        for (item, day), mine in cover.items():
            served[item, day] = sum(self._use[k] for k in mine)
        for (item, day, _), mine in pairs.items():
            both = self._pair(item, day, mine)
            served[item, day] = served.get((item, day), 0) + both
        size: dict[int, int] = defaultdict(int)
        for item in self._items:
            size[int(item)] += 1
        by_item: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
        by_order: dict[int, dict[int, list[cp_model.LinearExprT]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for (item, day), count in served.items():
            by_item[item].append(count)
            by_order[int(arrays.visit[item, t.V_ORDER])][day].append(count)
        for item, counts in by_item.items():
            model.add(sum(counts) <= size[item])
        for o in range(len(arrays.order)):
            on_day = {}
            for day, counts in by_order[o].items():
                on_day[day] = model.new_bool_var("")
                model.add(sum(counts) == on_day[day])
            add_spacing(model, self._problem, o, on_day)
            self._add_unserved(o, sum(on_day.values()))

    def _add_sequences(self) -> None:
        """Hold the second of two services to the first: its days, the offset, another person."""
        arrays, model = self._problem.arrays, self.model
        at: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for k, column in enumerate(self._columns):
            day = int(arrays.slot[column.slot, t.S_DAY])
            for item, pin in self._visits(k):
                if max(arrays.visit[item, t.V_FOLLOWER], arrays.visit[item, t.V_LEADER]) >= 0:
                    at[item, day].append((k, pin))
        for (item, day), mine in at.items():
            second = int(arrays.visit[item, t.V_FOLLOWER])
            if second < 0:
                leader = int(arrays.visit[item, t.V_LEADER])
                if (leader, day) not in at:
                    model.add(self._served[item, day] == 0)
                continue
            others = at.get((second, day), [])
            both = model.new_bool_var("")
            model.add(sum(self._use[k] for k, _ in mine) == both)
            model.add(sum(self._use[k] for k, _ in others) == both)
            apart = sum(self._use[k] * pin for k, pin in others)
            apart -= sum(self._use[k] * pin for k, pin in mine)
            model.add(apart >= int(arrays.visit[item, t.V_AFTER_MIN]) * both)
            model.add(apart <= int(arrays.visit[item, t.V_AFTER_MAX]) * both)
            by_person: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for k, _ in mine + others:
                person = int(arrays.slot[self._columns[k].slot, t.S_PERSON])
                by_person[person].append(self._use[k])
            for uses in by_person.values():
                model.add_at_most_one(uses)

    def _add_patterns(self) -> None:
        """Hold each patient's days to one of the patterns."""
        arrays, model = self._problem.arrays, self.model
        chosen: dict[int, list[cp_model.IntVar]] = {}
        for (item, day), served in self._served.items():
            p, o = (int(arrays.visit[item, c]) for c in (t.V_PATIENT, t.V_ORDER))
            at, count, first, orders = (
                int(arrays.patient[p, c])
                for c in (t.P_PATTERN, t.P_PATTERNS, t.P_FIRST_ORDER, t.P_ORDERS)
            )
            if count == 0:
                continue
            if p not in chosen:
                chosen[p] = [model.new_bool_var("") for _ in range(count)]
                model.add_exactly_one(chosen[p])
            masks = arrays.pattern[at + o - first :: orders][:count]
            fitting = [y for y, mask in zip(chosen[p], masks, strict=True) if mask >> day & 1]
            model.add(served <= sum(fitting))

    def _pair(self, item: int, day: int, mine: list[int]) -> cp_model.IntVar:
        """Hold two people of matching roles to one start, or nobody."""
        arrays, model = self._problem.arrays, self.model
        both = model.new_bool_var("")
        model.add(sum(self._use[k] for k in mine) == 2 * both)
        person = [int(arrays.slot[self._columns[k].slot, t.S_PERSON]) for k in mine]
        for bit in (1, 2):
            able = [
                self._use[k]
                for k, c in zip(mine, person, strict=True)
                if arrays.roles[item, c, day] & bit
            ]
            model.add(sum(able) >= both)
        for c in set(person):
            same = [self._use[k] for k, p in zip(mine, person, strict=True) if p == c]
            model.add(sum(same) <= both)
        return both

    def _add_unserved(self, o: int, served: cp_model.LinearExprT) -> None:
        n, least, penalty, below = (
            int(self._problem.arrays.order[o, c])
            for c in (t.O_N, t.O_MIN, t.O_PENALTY, t.O_PENALTY_MIN)
        )
        self._costs.append((n - served) * penalty)
        if least and below:
            missing = self.model.new_int_var(0, least, "")
            self.model.add(missing >= least - served)
            self._costs.append(missing * below)
        owed = int(self._problem.arrays.order[o, t.O_OWED])
        if owed:
            bumped = self.model.new_int_var(0, owed, "")
            self.model.add(bumped >= owed - served)
            self._costs.append(bumped * int(self._problem.arrays.weight[t.W_OWED]))

    def _add_people(self) -> None:
        """Price who comes, and the number of people each patient sees."""
        arrays, model = self._problem.arrays, self.model
        comes: dict[tuple[int, int], list[int]] = defaultdict(list)
        for k, column in enumerate(self._columns):
            c = int(arrays.slot[column.slot, t.S_PERSON])
            day = int(arrays.slot[column.slot, t.S_DAY])
            for item, _ in self._visits(k):
                comes[int(arrays.visit[item, t.V_PATIENT]), c].append(k)
                need = int(arrays.visit[item, t.V_NEED])
                cost = int(arrays.affinity_cost[item, arrays.affinity[item, c]])
                if arrays.visit[item, t.V_PUB_DAY] >= 0:
                    cost += 0 if arrays.published[item, c] else int(arrays.weight[t.W_STAFF])
                    if arrays.visit[item, t.V_PUB_DAY] != day:
                        cost += int(arrays.weight[t.W_DAY])
                # A pair is priced by halves: an estimate, since what counts is either's.
                self._costs.append(self._use[k] * (cost // need))
        uses = {key: [self._use[k] for k in mine] for key, mine in comes.items()}
        self._costs += price_patients(model, self._problem, uses, self._served)

    def _add_shares(self) -> None:
        arrays = self._problem.arrays
        weight = int(arrays.weight[t.W_FAIR])
        if weight == 0:
            return
        load: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
        most = 0
        for k, column in enumerate(self._columns):
            minutes = sum(int(arrays.visit[item, t.V_LOAD]) for item, _ in self._visits(k))
            most += minutes
            load[int(arrays.slot[column.slot, t.S_PERSON])].append(self._use[k] * minutes)
        for c, minutes_of in load.items():
            share = int(arrays.share[c])  # below 0 where more is made already than a fair share
            over = self.model.new_int_var(0, most + max(0, -share), "")
            self.model.add(over >= sum(minutes_of) - share)
            self._costs.append(over * weight)

    def _add_lateness(self) -> None:
        """Price the plan's largest lateness."""
        weight = int(self._problem.arrays.weight[t.W_LATE_MAX])
        worst = max((column.late for column in self._columns), default=0)
        if weight == 0 or worst == 0:
            return
        largest = self.model.new_int_var(0, worst, "")
        for use, column in zip(self._use, self._columns, strict=True):
            if column.late:
                self.model.add(largest >= column.late).only_enforce_if(use)
        self._costs.append(largest * weight)
