from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from unit.render.sample_week import HOSTILE, sample_week

from visitplan.domain.errors import VisitplanError
from visitplan.domain.plan import Plan
from visitplan.domain.request import PlanRequest
from visitplan.network import RoadNetwork
from visitplan.render import route_page, week_page
from visitplan.render.errors import NothingToDrawError, PlanMismatchError

Week = tuple[PlanRequest, Plan]


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in {"script", "style"}:
            self.text += data


def _map_data(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'id="map-data">(.*?)</script>', page)
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.fixture(scope="module")
def first_page(week: Week, network: RoadNetwork) -> str:
    request, plan = week
    return route_page(request, plan, plan.routes[0], network)


def test_list_map_and_plan_have_the_same_stops(week: Week, network: RoadNetwork) -> None:
    request, plan = week
    for route in plan.routes:
        page = route_page(request, plan, route, network)
        listed = [attrs for tag, attrs in _Tags(page).found if tag == "a" and "data-stop" in attrs]
        drawn = _map_data(page)["routes"][0]
        assert len(listed) == len(drawn["stops"]) == len(route.stops)  # type: ignore[arg-type]
        assert len(drawn["legs"]) == len(route.stops) + 1  # type: ignore[arg-type]


def test_list_gives_local_times_drives_and_company(first_page: str, week: Week) -> None:
    route = week[1].routes[0]
    text = " ".join(_Tags(first_page).text.split())
    visit = next(stop for stop in route.stops if stop.kind == "visit")
    assert f"{visit.start.hour - 5:02d}:{visit.start.minute:02d}" in text
    assert visit.visit in text
    assert f"Patient {visit.patient}" in text
    assert (
        f"Drive {-(-visit.drive_seconds // 60)} min \u00b7 {visit.drive_meters / 1000:.1f} km"
        in text
    )
    assert "Together with Person 1 (CM:1)" in text
    assert "Leave start" in text
    assert "Back at start" in text


def test_list_gives_when_the_person_is_at_the_door_and_who_rides_along(
    first_page: str, week: Week, network: RoadNetwork
) -> None:
    request, plan = week
    visit = next(stop for stop in plan.routes[0].stops if stop.kind == "visit")
    wait = visit.wait_seconds // 60
    text = " ".join(_Tags(first_page).text.split())
    arrive = f"arrive {visit.arrive.hour - 5:02d}:{visit.arrive.minute:02d}"
    assert f"{arrive}, 5 min to the door, wait {wait} min" in text
    assert "Riding along: Trainee (cm-99)" in text
    assert "Riding along" not in _Tags(route_page(request, plan, plan.routes[1], network)).text
    whole = " ".join(_Tags(week_page(request, plan, network)).text.split())
    assert whole.count("Riding along: Trainee (cm-99)") == 1


def test_legend_explains_the_signs_of_the_list_and_no_others(
    week: Week, network: RoadNetwork
) -> None:
    request, plan = week
    few = plan.routes[0].model_copy(
        update={"stops": tuple(s for s in plan.routes[0].stops if s.kind != "break")}
    )
    for route in (plan.routes[0], few):
        shown = plan.model_copy(update={"routes": (route,)})
        tags = _Tags(route_page(request, shown, route, network)).found
        badges = [
            str(a["class"]) for t, a in tags if t == "span" and "badge" in str(a.get("class"))
        ]
        listed, legend = badges[: len(route.stops)], badges[len(route.stops) :]
        assert sorted(legend) == sorted(set(listed))
    assert "badge paperwork" in legend


def test_words_of_the_request_stay_words(first_page: str, week: Week, network: RoadNetwork) -> None:
    request, plan = week
    for page in (first_page, week_page(request, plan, network)):
        tags = _Tags(page)
        assert HOSTILE in tags.text
        assert "alert('x')</script>" not in page
        assert sum(tag == "script" for tag, _ in tags.found) == 4


def test_page_keeps_programme_and_patients_out_of_title_and_addresses(first_page: str) -> None:
    title = re.search(r"<title>(.*?)</title>", first_page)
    assert title is not None
    assert title[1] == "Route 2026-11-30 cm/1"
    assert "secret-program" not in first_page


def test_page_refers_to_nothing_outside_but_the_attribution(first_page: str) -> None:
    tags = _Tags(first_page)
    loading = {"src", "srcset", "data", "poster", "action", "style", "onclick", "onload"}
    assert not [attrs for _, attrs in tags.found if loading & set(attrs)]
    assert not [tag for tag, _ in tags.found if tag in {"link", "iframe", "img", "object"}]
    policy = next(a for t, a in tags.found if t == "meta" and "http-equiv" in a)["content"] or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_sample_region_is_called_fictional(first_page: str) -> None:
    assert "Fictional sample region" in first_page
    assert "OpenStreetMap contributors" not in first_page


def test_attribution_may_be_given(week: Week, network: RoadNetwork) -> None:
    request, plan = week
    page = route_page(request, plan, plan.routes[0], network, attribution="Roads <by> us")
    assert "Roads &lt;by&gt; us" in page


def test_same_input_gives_the_same_bytes(first_page: str, week: Week, network: RoadNetwork) -> None:
    request, plan = week
    assert route_page(request, plan, plan.routes[0], network) == first_page


def test_week_page_lists_every_route_and_every_reason(week: Week, network: RoadNetwork) -> None:
    request, plan = week
    page = week_page(request, plan, network)
    text = " ".join(_Tags(page).text.split())
    assert page.count('<section class="route ') == len(plan.routes)
    assert plan.unassigned[0].visit in text
    assert plan.unassigned[0].blockers[0].message in text
    assert "6 routes \u00b7 24 visits" in text


def test_plan_without_routes_still_has_a_page(week: Week, network: RoadNetwork) -> None:
    request, plan = week
    empty = plan.model_copy(update={"routes": ()})
    assert "0 routes" in week_page(request, empty, network)


def test_plan_of_another_request_is_refused(week: Week, network: RoadNetwork) -> None:
    request, plan = week
    stranger = request.model_copy(update={"patients": request.patients[:1]})
    with pytest.raises(PlanMismatchError, match="not in the request"):
        week_page(stranger, plan, network)


def test_route_of_another_plan_is_refused(week: Week, network: RoadNetwork) -> None:
    request, plan = week
    rest = plan.model_copy(update={"routes": plan.routes[1:]})
    with pytest.raises(NothingToDrawError):
        route_page(request, rest, plan.routes[0], network)


def test_every_error_is_explained() -> None:
    import visitplan.render.errors as errors

    text = (Path(__file__).parents[3] / "docs/errors/render.md").read_text("utf-8")
    codes = [
        e.code
        for e in vars(errors).values()
        if isinstance(e, type) and issubclass(e, VisitplanError)
    ]
    assert [code for code in codes if code != "VP0000" and f"## {code}" not in text] == []


@pytest.mark.slow
def test_pages_of_a_city_stay_small(shared_networks: Path) -> None:
    from visitplan.network import build_network

    network = build_network(shared_networks / "porto-pt.osm.pbf")
    request, plan = sample_week(network, people=12, days=5, visits=6)
    route = route_page(request, plan, plan.routes[0], network)
    assert len(route.encode()) < 1_500_000
    assert len(week_page(request, plan, network).encode()) < 5_000_000
    assert "OpenStreetMap contributors" in route
