from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from visitplan.app.sample import cache_folder, sample_network, sample_request
from visitplan.cli import app
from visitplan.network import RoadNetwork


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("VISITPLAN_CACHE", str(folder))
    return folder


def test_the_network_is_kept_after_it_was_built(cache: Path) -> None:
    built = sample_network()
    (kept,) = cache.iterdir()
    assert RoadNetwork.load(kept).sha256 == built.sha256
    assert sample_network().sha256 == built.sha256


def test_a_damaged_kept_file_is_built_anew(cache: Path) -> None:
    built = sample_network()
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert sample_network().sha256 == built.sha256
    assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert sample_network().name == "sample"


def test_the_cache_follows_the_platform_where_no_folder_is_chosen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISITPLAN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert cache_folder() == tmp_path / "visitplan"


def test_the_embedded_week_is_a_request() -> None:
    assert len(sample_request().case_managers) == 12


def test_the_command_writes_the_same_request_each_time(tmp_path: Path) -> None:
    outs = [tmp_path / "one.json", tmp_path / "two.json"]
    for out in outs:
        options = ["--managers", "5", "--visits", "30", "--seed", "3", "--days", "5"]
        result = CliRunner().invoke(app, ["sample", *options, "--out", str(out)])
        assert result.exit_code == 0, result.output
        assert "5 case managers" in result.output
    assert outs[0].read_bytes() == outs[1].read_bytes()
    horizon = json.loads(outs[0].read_text())["horizon"]
    expected = {"first_day": "2026-11-30", "days": 5, "timezone": "America/New_York"}
    assert horizon == expected | {"now": None}


def test_the_command_takes_day_zone_state_and_network(tmp_path: Path) -> None:
    net, out = tmp_path / "net", tmp_path / "r.json"
    sample_network().save(net)
    options = ["--first-day", "2027-03-01", "--timezone", "Europe/Lisbon", "--state", "VA"]
    sizes = ["--managers", "3", "--visits", "10", "--network", str(net)]
    result = CliRunner().invoke(app, ["sample", *sizes, *options, "--out", str(out)])
    assert result.exit_code == 0, result.output
    request = json.loads(out.read_text())
    assert request["horizon"]["first_day"] == "2027-03-01"
    assert request["horizon"]["timezone"] == "Europe/Lisbon"
    assert request["patients"][0]["state"] == "VA"


@pytest.mark.parametrize(
    "wrong",
    [["--timezone", "Mars/Olympus"], ["--state", "two words"], ["--first-day", "tomorrow"]],
)
def test_the_command_refuses_what_makes_no_sense(tmp_path: Path, wrong: list[str]) -> None:
    out = tmp_path / "r.json"
    result = CliRunner().invoke(app, ["sample", *wrong, "--out", str(out)])
    assert result.exit_code == 2
    assert not out.exists()
