"""`visitplan policy`, and the example of docs/policies.md run as it stands there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from command_line import visitplan
from documents import encoded, request

from visitplan.domain.loading import load_plan, load_request
from visitplan.domain.pack_documents import PackList, PackShown
from visitplan.domain.packs import names

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "policies.md").read_text("utf-8")


def test_the_documented_example_prints_what_the_page_says(tmp_path: Path) -> None:
    block, last = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    steps = re.findall(r"^\$ visitplan (.*)\n((?:[^$].*\n)*)", block, re.MULTILINE)
    assert len(steps) == 4
    for command, told in steps:
        done = visitplan(*shlex.split(command), cwd=tmp_path)
        assert (done.returncode, done.stderr + done.stdout) == (0, told), command
    applied = load_request((tmp_path / "R2.json").read_bytes())[0]
    assert applied.policy.name == "our-team"
    assert applied.policy.rules_of("act").least_people == 2
    done = visitplan(*shlex.split(last.removeprefix("$ visitplan ")), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    summary = " ".join(re.sub(r"[^ -~]", " ", done.stdout).split())
    (lines,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert [line for line in lines.splitlines() if line not in summary] == []
    figures = load_plan((tmp_path / "P.json").read_bytes()).figures
    assert figures is not None
    assert figures.follow_up is not None
    assert figures.follow_up.first.met == 1


def test_the_page_tells_every_pack() -> None:
    assert set(re.findall(r"^\| `([\w-]+)` \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)) >= set(
        names()
    )


def test_the_list_has_the_published_form() -> None:
    found = json.loads(visitplan("policy", "list", "--json").stdout)
    schema = json.loads(visitplan("schema", "policy-list").stdout)
    assert set(schema["required"]) == set(found)
    assert [pack.name for pack in PackList.model_validate(found).packs] == list(names())
    table = visitplan("policy", "list").stdout
    assert all(name in table for name in names())


def test_a_pack_is_shown_with_what_differs_and_why() -> None:
    found = json.loads(visitplan("policy", "show", "act-team", "--json").stdout)
    schema = json.loads(visitplan("schema", "policy-show").stdout)
    assert set(schema["required"]) == set(found)
    shown = PackShown.model_validate(found)
    assert shown.differs["/programs/act/least_people"] == "2"
    assert shown.differs.keys() == {k for k in shown.sources if k.startswith("/programs/act/")}
    assert shown.policy.rules_of("act").least_people == 2
    table = visitplan("policy", "show", "act-team").stdout
    assert "DACTS" in table
    assert "/programs/act/people_days" in table


def test_the_default_pack_is_shown_with_all_its_fields() -> None:
    found = json.loads(visitplan("policy", "show", "default", "--json").stdout)
    assert found["differs"] == {}
    assert "/arrival_minutes" in visitplan("policy", "show", "default").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "atc-team"), "VP1912", "Did you mean 'act-team'?"),
        (("copy", "atc-team", "x.yaml"), "VP1912", "Did you mean 'act-team'?"),
        (("show", "tcm", "--on", "2020-01-01"), "VP1913", "2025-01-01 to open end"),
        (("copy", "tcm", "none/x.yaml"), "VP1903", "there is no folder"),
        (("apply", "R.json", "none.yaml", "--out", "R2.json"), "VP1901", "none.yaml"),
        (("apply", "R.json", "bad.yaml", "--out", "R2.json"), "VP1911", "bad.yaml"),
        (("apply", "R.json", "late.yaml", "--out", "R2.json"), "VP1913", "2026-11-30"),
        (("apply", "R.json", "ours.yaml", "--out", "R.json"), "VP1904", "R.json"),
        (("apply", "list.json", "ours.yaml", "--out", "R2.json"), "VP1000", "VP1008"),
        (("apply", "broken.json", "ours.yaml", "--out", "R2.json"), "VP1000", "VP1111"),
    ],
)
def test_what_cannot_be_done_is_told(
    tmp_path: Path, arguments: tuple[str, ...], code: str, words: str
) -> None:
    _files(tmp_path)
    done = visitplan("policy", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(code)
    assert words in done.stderr
    assert not (tmp_path / "R2.json").exists()


OURS = 'name: ours\nabout: "Ours"\nversions: [{valid_from: 2026-01-01, policy: %s}]\n'


def _files(folder: Path) -> None:
    (folder / "R.json").write_bytes(encoded(request()))
    broken = request()
    broken["patients"][0]["primary"] = "cm-77"
    (folder / "broken.json").write_bytes(encoded(broken))
    (folder / "list.json").write_text("[]")
    (folder / "ours.yaml").write_text(OURS % "{arrival_minutes: 7}")
    (folder / "bad.yaml").write_text(OURS % "{arrival_minute: 7}")
    (folder / "late.yaml").write_text(OURS.replace("2026-01-01", "2027-01-01") % "{}")


def applied(folder: Path, policy: Any) -> Any:
    _files(folder)
    (folder / "R.json").write_bytes(encoded(request() | {"policy": policy}))
    done = visitplan("policy", "apply", "R.json", "ours.yaml", "--out", "R2.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return load_request((folder / "R2.json").read_bytes())[0].policy


def test_a_pack_of_ones_own_replaces_the_policy_wholly(tmp_path: Path) -> None:
    policy = applied(tmp_path, {"name": "act-team", "weights": {"wait": 0}})
    assert (policy.name, policy.arrival_minutes) == ("ours", 7)
    assert policy.weights.wait == 1
    assert policy.programs == {}


def test_a_pack_replaces_a_policy_that_nobody_knows(tmp_path: Path) -> None:
    assert applied(tmp_path, {"name": "somebody-elses"}).name == "ours"


def test_a_copy_never_takes_the_name_of_a_pack(tmp_path: Path) -> None:
    done = visitplan("policy", "copy", "tcm", "tcm.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "\nname: my-tcm\n" in (tmp_path / "tcm.yaml").read_text()


def test_warnings_are_told_and_change_no_exit_code(tmp_path: Path) -> None:
    document = request()
    document["patients"][0] |= {"discharged_on": "2026-11-28", "history": []}
    (tmp_path / "R.json").write_bytes(encoded(document))
    done = visitplan("validate", "R.json", cwd=tmp_path)
    assert done.returncode == 0
    assert "VP1401" in done.stderr
    assert done.stderr.rstrip().endswith("[warning]")
    assert "0 faults; 1 warning(s), which stop nothing" in done.stdout
    answer = json.loads(visitplan("validate", "R.json", "--json", cwd=tmp_path).stdout)
    assert answer["ok"] is True
    assert answer["faults"] == []
    assert [warning["severity"] for warning in answer["warnings"]] == ["warning"]
