"""Map pages in a real browser: nothing is requested, nothing is complained about, all is there."""

from __future__ import annotations

import ctypes
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from unit.render.sample_week import HOSTILE, region, sample_week

from visitplan.domain.plan import Plan
from visitplan.render import write_maps

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@dataclass
class Opened:
    """A page that was opened from its file, and what it asked for or complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Maps:
    plan: Plan
    index: Path
    routes: list[Path]


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Maps:
    network = region()
    request, plan = sample_week(network)
    index, *routes = write_maps(request, plan, network, tmp_path_factory.mktemp("maps"))
    return Maps(plan, index, routes)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(
            "no Chromium on this machine: the map pages were not opened (apt install chromium)"
        )
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        pytest.skip("Playwright's driver does not start on this machine (apt install libatomic1)")
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def _open(browser: Browser, path: Path, size: dict[str, int], *, scripts: bool = True) -> Opened:
    context = browser.new_context(
        viewport=size,
        offline=True,
        java_script_enabled=scripts,
        reduced_motion="reduce",  # type: ignore[arg-type]
    )
    opened = Opened(context.new_page())
    context.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(path.as_uri())
    return opened


def _assert_quiet(opened: Opened, path: Path) -> None:
    assert opened.requests == [path.as_uri()]
    assert opened.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_route_page_asks_for_nothing_and_shows_each_stop(
    browser: Browser, maps: Maps, size: dict[str, int]
) -> None:
    for path, route in zip(maps.routes, maps.plan.routes, strict=True):
        opened = _open(browser, path, size)
        numbers = [str(n) for n in range(1, len(route.stops) + 1)]
        assert opened.page.locator(".stop-mark text").all_text_contents() == numbers
        assert opened.page.locator(".stops .badge").all_text_contents() == numbers
        for kind in ("visit", "appointment", "break", "paperwork"):
            stops = sum(stop.kind == kind for stop in route.stops)
            assert stops > 0
            assert opened.page.locator(f".stop-mark svg.sign-{kind}").count() == stops
            assert opened.page.locator(f".stops .badge.{kind}").count() == stops
        assert opened.page.locator(".stop-mark svg.sign-end").count() == 0
        assert opened.page.locator("path.driven").count() == 1
        assert opened.page.locator("path.road").count() > 0
        _assert_quiet(opened, path)
        opened.page.context.close()


def test_week_page_switches_by_day_and_person(browser: Browser, maps: Maps) -> None:
    opened = _open(browser, maps.index, DESKTOP)
    page, routes = opened.page, maps.plan.routes
    first_day = [route for route in routes if route.date == routes[0].date]
    assert page.locator(".stop-mark").count() == sum(len(route.stops) for route in first_day)
    page.select_option("#pick-day", "")
    assert page.locator(".stop-mark").count() == sum(len(route.stops) for route in routes)
    page.select_option("#pick-person", "CM:1")
    mine = [route for route in routes if route.case_manager == "CM:1"]
    assert page.locator(".stop-mark").count() == sum(len(route.stops) for route in mine)
    assert page.locator("section.route:visible").count() == len(mine)
    page.locator("[data-cell]").last.click()
    assert page.locator(".stop-mark").count() == len(routes[-1].stops)
    assert maps.plan.unassigned[0].visit in page.locator("#left-out").inner_text()
    _assert_quiet(opened, maps.index)
    page.context.close()


def test_tapping_the_list_on_a_phone_brings_the_stop_to_the_middle(
    browser: Browser, maps: Maps
) -> None:
    opened = _open(browser, maps.routes[0], PHONE)
    page = opened.page
    page.locator("[data-stop='5']").click()
    mark = page.locator(".stop-mark.chosen")
    box, frame = mark.bounding_box(), page.locator("#map").bounding_box()
    assert box is not None
    assert frame is not None
    assert mark.get_attribute("aria-label") == page.locator(".leaflet-tooltip").inner_text()
    assert abs(box["x"] + box["width"] / 2 - frame["x"] - frame["width"] / 2) < 60
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    _assert_quiet(opened, maps.routes[0])
    page.context.close()


def test_tap_targets_on_a_phone_are_large(browser: Browser, maps: Maps) -> None:
    for path in (maps.routes[0], maps.index):
        page = _open(browser, path, PHONE).page
        for target in page.locator(
            ".entry:visible, button:visible, select:visible, .leaflet-bar a"
        ).all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["width"] >= 44
        page.context.close()


def test_stops_are_reached_by_keyboard(browser: Browser, maps: Maps) -> None:
    page = _open(browser, maps.routes[0], DESKTOP).page
    page.locator(".stop-mark").nth(2).focus()
    page.keyboard.press("Enter")
    assert page.locator("li.picked").get_attribute("id") == "r0-3"
    page.locator("[data-stop='2']").focus()
    page.keyboard.press("Enter")
    assert page.locator("li.picked").get_attribute("id") == "r0-2"
    page.context.close()


def test_list_is_there_without_scripts(browser: Browser, maps: Maps) -> None:
    page = _open(browser, maps.routes[0], PHONE, scripts=False).page
    stops = maps.plan.routes[0].stops
    assert page.locator(".stops li:visible").count() == len(stops)
    assert HOSTILE in page.locator("header").inner_text()
    page.context.close()


def test_paper_has_map_and_whole_list_on_one_sheet(browser: Browser, maps: Maps) -> None:
    opened = _open(browser, maps.routes[0], DESKTOP)
    page = opened.page
    page.evaluate(
        "() => { window.sizes = []; addEventListener('beforeprint', () => "
        "sizes.push(document.querySelector('.folium-map').clientWidth)); }"
    )
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert page.evaluate("sizes") == [703]  # 186 mm
    page.emulate_media(media="print")
    assert page.locator(".stops li:visible").count() == len(maps.plan.routes[0].stops)
    assert page.evaluate("getComputedStyle(document.querySelector('.side')).overflowY") == "visible"
    _assert_quiet(opened, maps.routes[0])
    page.context.close()
