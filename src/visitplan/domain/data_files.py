"""Figures that are data, not code: YAML files of the package, and an agency's own beside them.

The folder that the environment variable VISITPLAN_DATA names may hold files of the same names.
Each file is validated when it is read, and read once by a process.
"""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from visitplan.domain.errors import DataFileError, Fault
from visitplan.domain.faults.structure import validated

if TYPE_CHECKING:
    from collections.abc import Hashable
    from importlib.resources.abc import Traversable

    import yaml

VARIABLE = "VISITPLAN_DATA"
MAX_BYTES = 1_000_000
M = TypeVar("M", bound=BaseModel)


def own_folder() -> str | None:
    """Give the folder of the agency's own files, None where there is none."""
    return os.environ.get(VARIABLE) or None


def embedded(name: str, model: type[M]) -> M:
    """Read a file of the package; `name` may hold folders.

    Raises:
        DataFileError: VP1911, it does not follow its model.
    """
    return _validated(resources.files("visitplan_data").joinpath(name), model)


def own(folder: str | None, name: str, model: type[M]) -> M | None:
    """Read a file of the agency's own folder, None where there is no such file.

    Raises:
        DataFileError: VP1911, it cannot be read or does not follow its model.
    """
    path = None if folder is None else Path(folder) / name
    return None if path is None or not path.exists() else _validated(path, model)


def parsed(where: str, text: str) -> object:
    """Give the value of a YAML text in which no name stands twice in one mapping.

    Raises:
        DataFileError: VP1911, with the line.
    """
    import yaml  # lazy: keeps `visitplan --help` quick

    if len(text) > MAX_BYTES:
        raise DataFileError(where, [_broken(f"it has more than {MAX_BYTES:,} characters")])

    class Strict(yaml.SafeLoader):
        """A loader that refuses what would silently replace an earlier value."""

        def construct_mapping(
            self, node: yaml.MappingNode, deep: bool = False
        ) -> dict[Hashable, object]:
            found = super().construct_mapping(node, deep=deep)
            if len(found) < len(node.value):
                line = node.start_mark.line + 1
                problem = f"a name stands twice in the mapping that begins in line {line}"
                raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
            return found

    try:
        return yaml.load(text, Strict)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise DataFileError(where, [_broken(reason)]) from error


def _validated(file: Traversable, model: type[M]) -> M:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(str(file), [_broken(str(error))]) from error
    return follow(str(file), parsed(str(file), text), model)


def follow(where: str, value: object, model: type[M]) -> M:
    """Give a value of a data file as its model.

    Raises:
        DataFileError: VP1911, with every fault.
    """
    faults: list[Fault] = []
    found = validated(model, value, (), faults)
    if found is None:
        raise DataFileError(where, faults)
    return found


def _broken(reason: str) -> Fault:
    return Fault("VP1911", "", "the file", reason, "Mend the file there.")
