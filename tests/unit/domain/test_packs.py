"""Policy packs: what they hold, when they are valid, and how a request takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from documents import encoded, request
from pydantic import JsonValue, ValidationError

from visitplan.domain.errors import DataFileError
from visitplan.domain.loading import find_faults, load_request
from visitplan.domain.packs import in_force, names, pack_named, pack_of, pack_text, renamed
from visitplan.domain.policy import Policy
from visitplan.domain.request import PlanRequest

DAY = date(2026, 11, 30)
DATED = """
name: ours
about: "Two versions"
versions:
  - valid_from: 2026-01-01
    valid_until: 2026-06-30
    policy: {arrival_minutes: 3}
  - valid_from: 2026-07-01
    policy: {arrival_minutes: 4, programs: {act: {least_people: 2}}}
"""


def leaves(value: JsonValue, where: str = "") -> list[str]:
    if isinstance(value, dict) and value:
        return [leaf for name, below in value.items() for leaf in leaves(below, f"{where}/{name}")]
    return [where]


def asking(policy: Any, first_day: str = "2026-11-30") -> PlanRequest:
    document = request() | {"policy": policy}
    document["horizon"]["first_day"] = first_day
    return load_request(encoded(document))[0]


@pytest.mark.parametrize("name", names())
def test_every_figure_of_a_pack_has_its_source(name: str) -> None:
    for version in pack_named(name).versions:
        told = tuple(version.sources)
        bare = [leaf for leaf in leaves(version.policy) if not leaf.startswith(told)]
        assert bare == []
        assert all(version.sources.values())


@pytest.mark.parametrize("name", names())
def test_every_source_belongs_to_a_figure(name: str) -> None:
    for version in pack_named(name).versions:
        figures = leaves(version.policy)
        assert [s for s in version.sources if not any(f.startswith(s) for f in figures)] == []


def test_the_default_pack_gives_every_field_its_default() -> None:
    found = in_force(pack_named("default"), DAY)
    assert found is not None
    assert Policy.model_validate(found.values) == Policy()
    assert found.values.keys() == Policy.model_fields.keys()


def test_a_request_without_a_policy_has_the_defaults() -> None:
    document = request()
    del document["policy"]
    assert load_request(encoded(document))[0].policy == Policy()


def test_a_name_alone_takes_the_packs_values() -> None:
    policy = asking({"name": "act-team"}).policy
    assert policy.rules_of("act").least_people == 2
    assert policy.rules_of("act").people_days == 14
    assert policy.rules_of("tcm").least_people == 1
    assert policy.name == "act-team"
    assert policy.weights == Policy().weights


def test_single_weights_and_rules_replace_those_of_the_pack() -> None:
    policy = asking(
        {
            "name": "aftercare-fuh",
            "weights": {"wait": 0},
            "programs": {"aftercare": {"paperwork_minutes": 10}},
            "discharge_clock": {"first_by_days": 5},
        }
    ).policy
    assert policy.weights.wait == 0
    assert policy.weights.discharge_second == 10_000_000
    assert policy.paperwork_minutes("aftercare") == 10
    # The clock is a field like any other: what it leaves out is its own default.
    assert policy.discharge_clock is not None
    assert policy.discharge_clock.first_by_days == 5
    assert policy.discharge_clock.programs is None


def test_one_rule_of_a_programme_leaves_the_others_as_they_are() -> None:
    policy = asking({"name": "act-team", "programs": {"act": {"caseload_most": 8}}}).policy
    assert policy.rules_of("act").caseload_most == 8
    assert policy.rules_of("act").least_people == 2


def test_null_switches_the_clock_off() -> None:
    assert asking({"name": "act-team", "discharge_clock": None}).policy.discharge_clock is None


def test_both_ways_of_reading_a_request_give_the_same_policy() -> None:
    document = request() | {"policy": {"name": "tcm", "weights": {"drive": 3}}}
    assert PlanRequest.model_validate(document).policy == asking(document["policy"]).policy


def test_the_hash_is_that_of_the_filled_up_policy() -> None:
    named = asking({"name": "act-team"})
    spelled = asking(named.policy.model_dump(mode="json"))
    assert spelled.sha256() == named.sha256()
    other = named.policy.model_dump(mode="json")
    other["programs"]["act"]["least_people"] = 3
    assert asking(other).sha256() != named.sha256()


def test_a_complete_policy_stands_for_itself_whatever_its_name() -> None:
    policy = Policy(name="ours", arrival_minutes=7)
    assert asking(policy.model_dump(mode="json")).policy == policy
    emptied = asking({"name": "act-team"}).policy.model_dump(mode="json") | {"programs": {}}
    assert asking(emptied).policy.programs == {}


@pytest.mark.parametrize("lacking", ["arrival_minutes", "weights"])
def test_a_policy_of_another_name_must_be_complete(lacking: str) -> None:
    policy = Policy().model_dump(mode="json") | {"name": "ours"}
    del policy[lacking]
    (fault,) = find_faults(encoded(request() | {"policy": policy}))
    assert fault.code == "VP1291"
    assert lacking in fault.message


def test_a_weight_left_out_makes_a_policy_incomplete() -> None:
    policy = Policy().model_dump(mode="json") | {"name": "ours"}
    del policy["weights"]["arrival"]
    (fault,) = find_faults(encoded(request() | {"policy": policy}))
    assert (fault.code, "weights/arrival" in fault.message) == ("VP1291", True)


def test_the_nearest_name_is_named() -> None:
    (fault,) = find_faults(encoded(request() | {"policy": {"name": "atc-team"}}))
    assert 'Did you mean "act-team"?' in fault.cure
    document = request() | {"policy": {"name": "act-team", "weights": {"continuity_primary": 1}}}
    (fault,) = find_faults(encoded(document))
    assert 'Did you mean "continuity_not_primary"?' in fault.cure


def test_a_request_made_by_hand_of_an_unknown_pack_is_refused_too() -> None:
    with pytest.raises(ValidationError, match="VP1291"):
        PlanRequest.model_validate(request() | {"policy": {"name": "atc-team"}})


def test_a_pack_that_is_not_yet_in_force_is_told_with_its_days() -> None:
    document = request() | {"policy": {"name": "act-team"}}
    document["horizon"]["first_day"] = "2024-12-30"
    fault = next(f for f in find_faults(encoded(document)) if f.code == "VP1292")
    assert "2025-01-01 to open end" in fault.message


@pytest.mark.parametrize(
    ("day", "minutes"),
    [("2026-01-01", 3), ("2026-06-30", 3), ("2026-07-01", 4), ("2199-01-01", 4)],
)
def test_a_horizon_takes_the_version_of_its_first_day(day: str, minutes: int) -> None:
    found = in_force(pack_of("ours.yaml", DATED), date.fromisoformat(day))
    assert found is not None
    assert Policy.model_validate(found.values).arrival_minutes == minutes


def test_before_its_first_version_a_pack_is_not_in_force() -> None:
    assert in_force(pack_of("ours.yaml", DATED), date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("least_people: 2", "least_people: 2, most_people: 1", "VP1293 /versions/1/policy/pro"),
        ("arrival_minutes: 3", "discharge_clock: {first_by_days: 40}", "VP1294 /versions/0"),
        (
            "arrival_minutes: 3",
            'crisis_slack: [{start: "12:00", end: "12:00", minutes: 5}]',
            "VP1295 /versions/0/policy/crisis_slack/0/end",
        ),
        (
            "arrival_minutes: 3",
            'paperwork_block: {minutes: 5, earliest: "15:00", latest: "14:00"}',
            "VP1297 /versions/0/policy/paperwork_block/latest",
        ),
        ("least_people", "least_poeple", 'Did you mean "least_people"?'),
        ("valid_until: 2026-06-30", "valid_until: 2026-07-01", "each after the one before"),
        ("valid_until: 2026-06-30", "valid_until: 2025-06-30", "should end after it begins"),
        ("valid_until: 2026-06-30", "valid_untill: 2026-06-30", 'Did you mean "valid_until"?'),
        ("name: ours", "name: ours\nname: yours", "stands twice in the mapping"),
        ("name: ours", "name: [ours", "VP1911"),
        ("name: ours", "", '"name" is missing'),
        ("arrival_minutes: 3", "arrival_minutes: 2000", "/versions/0/policy/arrival_minutes"),
        (
            "arrival_minutes: 3",
            'crisis_slack: [{start: 12:00, end: "13:00", minutes: 5}]',
            "a time of day has the form HH:MM",
        ),
    ],
)
def test_a_pack_that_is_wrong_is_refused_with_place_and_cure(old: str, new: str, told: str) -> None:
    assert old in DATED
    with pytest.raises(DataFileError) as refused:
        pack_of("ours.yaml", DATED.replace(old, new, 1))
    assert str(refused.value).startswith("the file ours.yaml has ")
    assert told in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "7", "- name: x"])
def test_a_file_that_is_no_mapping_is_no_pack(text: str) -> None:
    with pytest.raises(DataFileError, match="VP1012"):
        pack_of("ours.yaml", text)


def test_a_pack_under_another_name_keeps_its_comments() -> None:
    text = renamed(pack_text("tcm"), "ours")
    assert pack_of("ours.yaml", text).name == "ours"
    assert text.count("#") == pack_text("tcm").count("#")
