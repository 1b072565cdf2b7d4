"""Bring the environment: uv into `.tools/`, everything pinned into `.venv/`, then the project.

Needs nothing but Python and its standard library. Every package is held to a hash in
`requirements/`. Where packages come from is the business of the machine: pip's own configuration
is obeyed, handed on to uv for this one run and written nowhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"

OLDEST, NEWEST = (3, 11), (3, 13)
OTHERS = ("python3.13", "python3.12", "python3.11")
PREREQUISITE = "sudo apt install make python3-venv"

# What pip's configuration calls a thing, and the variable in which uv reads it.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "proxy": "ALL_PROXY",
}
BY_COMMA = {"UV_FIND_LINKS"}


def main() -> None:
    """Bring everything; end with a message and exit code 1 where that cannot be done."""
    _use_a_fitting_python()
    _make_venv(TOOLS, with_pip=True)
    _make_venv(VENV, with_pip=False)
    has_uv = _run("installing uv", [*_pip(TOOLS), *_hashed("install", "tools.txt")])
    if not (has_uv and _install_by_uv()) and not _install_by_pip():
        sys.exit("The packages could not be installed; the reason stands above.")


def _use_a_fitting_python() -> None:
    """Go on with a Python of a supported version, and with one that can make environments."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        other = next(filter(None, map(shutil.which, OTHERS)), None)
        if other is None:
            sys.exit(
                f"visitplan needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}. "
                "Install one of them, or name it: make PYTHON=/path/to/python3.12 demo"
            )
        os.execv(other, [other, str(Path(__file__).resolve())])  # noqa: S606 -- found on PATH
    try:
        import ensurepip  # noqa: F401 -- Debian ships Python without it
    except ModuleNotFoundError:
        sys.exit(f"Python cannot make environments here yet. Run first: {PREREQUISITE}")


def _make_venv(folder: Path, *, with_pip: bool) -> None:
    if _works(folder):
        return
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(folder)]
    if not _run(f"making {folder.name}", command if with_pip else [*command, "--without-pip"]):
        sys.exit(f"{folder} could not be made. Is this done: {PREREQUISITE}")


def _works(folder: Path) -> bool:
    """Tell whether a former run left a usable environment of a supported Python."""
    code = f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        return subprocess.run([folder / "bin" / "python", "-c", code], check=False).returncode == 0
    except OSError:
        return False


def _install_by_uv() -> bool:
    uv, python = TOOLS / "bin" / "uv", ["--python", str(PYTHON)]
    environment = {**os.environ, **_uv_settings(), "UV_PYTHON_DOWNLOADS": "never"}
    return _run(
        "installing the pinned packages",
        [str(uv), "pip", *_hashed("sync", "dev.txt"), *python],
        environment,
    ) and _run("installing visitplan", [str(uv), "pip", *_project(), *python], environment)


def _install_by_pip() -> bool:
    print("uv did not manage; trying pip, which takes longer.", flush=True)
    pip = [*_pip(TOOLS), "--python", str(PYTHON)]
    return _run("installing the pinned packages", [*pip, *_hashed("install", "dev.txt")]) and _run(
        "installing visitplan", [*pip, *_project()]
    )


def _pip(folder: Path) -> list[str]:
    return [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]


def _hashed(how: str, file: str) -> list[str]:
    """Give the arguments that install a file of pins, each package held to its hash."""
    named = [str(REQUIREMENTS / file)] if how == "sync" else ["-r", str(REQUIREMENTS / file)]
    return [how, "--quiet", "--require-hashes", *named]


def _project() -> list[str]:
    # Nothing else is fetched for it: what it needs is pinned and there, hatchling included.
    return ["install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)]


def _uv_settings() -> dict[str, str]:
    """Give pip's configuration as variables for uv, which does not read it."""
    told = subprocess.run(
        [*_pip(TOOLS), "config", "list"], check=False, capture_output=True, text=True
    ).stdout
    settings = {
        # pip takes a package from whichever place has it; the hashes make that safe.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        # The network's own certificates, where there are some, are the system's.
        "UV_SYSTEM_CERTS": "true",
        **translated(told),
    }
    return {key: value for key, value in settings.items() if key not in os.environ}


def translated(told: str) -> dict[str, str]:
    """Translate the lines of `pip config list` into uv's variables."""
    settings = {}
    for line in sorted(told.splitlines(), key=lambda line: _weight(line.partition(".")[0])):
        name, _, quoted = line.partition("=")
        section, _, key = name.partition(".")
        variable = PIP_TO_UV.get(key)
        value = quoted.strip("'\"").replace("\\n", " ").split()
        if _weight(section) and variable and value:
            settings[variable] = ("," if variable in BY_COMMA else " ").join(value)
    return settings


def _weight(section: str) -> int:
    """Rank a section of pip's configuration: the environment wins; 0 for other commands' own."""
    sections = ("global", "install", ":env:")
    return sections.index(section) + 1 if section in sections else 0


def _run(what: str, command: list[str], environment: dict[str, str] | None = None) -> bool:
    print(f"{what} ...", flush=True)
    return subprocess.run(command, check=False, env=environment, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    main()
