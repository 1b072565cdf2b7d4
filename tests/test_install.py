"""What a fresh machine is told to install: pinned, hashed, from wherever the machine gets it."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PINS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.fixture(scope="module")
def install() -> Any:
    """The script tools/install.py as a module."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "tools" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pinned(path: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", path.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_every_pin_has_a_hash(path: Path) -> None:
    text = path.read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line.strip()]
    assert pins
    assert [line for line in pins if not re.match(r"[a-z0-9-]+==\S+.* --hash=sha256:", line)] == []


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_no_pin_file_names_an_index(path: Path) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links", path.read_text("utf-8"))


def test_all_that_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run, dev = (
        {re.split(r"[<>=~\[ ]", name)[0] for name in names}
        for names in (project["project"]["dependencies"], project["dependency-groups"]["dev"])
    )
    assert run - _pinned(ROOT / "requirements" / "run.txt") == set()
    assert run | dev <= _pinned(ROOT / "requirements" / "dev.txt")


def test_the_configuration_of_pip_reaches_uv(install: Any) -> None:
    told = (
        "global.extra-index-url='one two'\n"
        "global.find-links='\\n/wheels\\n/more'\n"
        "global.timeout='60'\n"
        "list.format='columns'\n"
    )
    assert install.translated(told) == {
        "UV_EXTRA_INDEX_URL": "one two",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_HTTP_TIMEOUT": "60",
    }


def test_the_environment_outweighs_the_files_of_pip(install: Any) -> None:
    told = ":env:.index-url='mirror'\nglobal.index-url='file'\ninstall.index-url='other'\n"
    assert install.translated(told) == {"UV_DEFAULT_INDEX": "mirror"}
