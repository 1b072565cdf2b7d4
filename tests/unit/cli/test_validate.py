"""`visitplan validate` and `schema`: what they print and how they exit."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from documents import changed, encoded, request

from visitplan.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Run the command line in this process and give its exit code."""
    monkeypatch.setattr(sys, "argv", ["visitplan", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Write a document to a file."""

    def write(document: object) -> Path:
        path = tmp_path / "R.json"
        path.write_bytes(document if isinstance(document, bytes) else encoded(document))
        return path

    return write


def test_a_request_without_fault_exits_0(monkeypatch: Any, capsys: Any, written: Any) -> None:
    path = written(request())
    assert run(monkeypatch, "validate", path) == 0
    said = f"{path}: 0 faults; places not checked against roads, which --network does\n"
    assert capsys.readouterr() == (said, "")


def test_every_fault_is_one_line_on_stderr(monkeypatch: Any, capsys: Any, written: Any) -> None:
    document = changed("/patients/0/primary", "cm-77")
    document["case_managers"][0]["gender"] = "\x1b[31mred\nline"
    assert run(monkeypatch, "validate", written(document)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["VP1013", "VP1111"]
    assert "\x1b" not in lines[0]


def test_an_order_nobody_can_serve_is_told_apart(
    monkeypatch: Any, capsys: Any, written: Any
) -> None:
    document = changed("/patients/0/orders/0/staff/0/any_of", ["RN"])
    assert run(monkeypatch, "validate", written(document)) == 2
    out, err = capsys.readouterr()
    assert "[order stays unserved]" in err
    assert "the rest can be planned" in out


def test_json_lists_the_faults_on_stdout(monkeypatch: Any, capsys: Any, written: Any) -> None:
    assert run(monkeypatch, "validate", written(b"{"), "--json") == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert set(answer["faults"][0]) == {
        "code",
        "pointer",
        "value",
        "message",
        "cure",
        "severity",
    }


@pytest.mark.parametrize(("name", "code"), [("missing.json", "VP1901"), (".", "VP1902")])
def test_a_file_that_cannot_be_read_is_named(
    monkeypatch: Any, capsys: Any, tmp_path: Path, name: str, code: str
) -> None:
    assert run(monkeypatch, "validate", f"{tmp_path}/{name}") == 2
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_an_endless_file_is_not_read_to_its_end(monkeypatch: Any, capsys: Any) -> None:
    assert run(monkeypatch, "validate", "/dev/zero") == 2
    assert "VP1002" in capsys.readouterr().err


@pytest.mark.parametrize("document", ["request", "plan"])
def test_the_schema_speaks_the_contracts_names(
    monkeypatch: Any, capsys: Any, document: str
) -> None:
    assert run(monkeypatch, "schema", document) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "schema" in schema["properties"]
    assert schema["additionalProperties"] is False


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "ortools", "osmnx", "numba", "folium", "fastapi", "scipy", "pydantic")
    code = f"import sys, visitplan.cli; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
