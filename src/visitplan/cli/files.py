"""Reading inputs and writing results, wholly or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from visitplan.cli.errors import (
    FileMissingError,
    FileUnreadableError,
    OutputOverInputError,
    OutputUnwritableError,
)
from visitplan.domain.errors import PlanUnreadableError, RequestRefusedError
from visitplan.domain.faults.reading import too_large
from visitplan.domain.loading import MAX_PLAN_BYTES
from visitplan.domain.request import MAX_REQUEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visitplan.domain.errors import Fault
    from visitplan.domain.next_week import Actuals
    from visitplan.domain.packs import PolicyPack
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest


def request_bytes(path: Path) -> bytes:
    """Read a request's file; one byte past the limit is enough to refuse it.

    Raises:
        FileMissingError, FileUnreadableError: VP1901, VP1902.
        RequestRefusedError: the file is larger than the limit.
    """
    data, size = _read(path, MAX_REQUEST_BYTES)
    if size > MAX_REQUEST_BYTES:
        raise RequestRefusedError([too_large(size, MAX_REQUEST_BYTES)])
    return data


def read_request(path: Path) -> tuple[PlanRequest, tuple[Fault, ...]]:
    """Load a request with the faults that leave single orders unserved.

    Raises:
        VisitplanError: as `request_bytes` and `load_request`.
    """
    from visitplan.domain.loading import load_request

    with _naming(path):
        return load_request(request_bytes(path))


def read_json(path: Path) -> object:
    """Read a JSON document that becomes part of a request.

    Raises:
        FileMissingError, FileUnreadableError: VP1901, VP1902.
        RequestRefusedError: the file holds no JSON that a request could hold.
    """
    from visitplan.domain.faults.reading import read

    with _naming(path):
        reading = read(request_bytes(path), MAX_REQUEST_BYTES)
        if reading.faults:
            raise RequestRefusedError(reading.faults)
        return reading.value


def read_pack(path: Path) -> PolicyPack:
    """Load a policy pack.

    Raises:
        FileMissingError, FileUnreadableError: VP1901, VP1902.
        DataFileError: VP1911, the file holds no pack.
    """
    from visitplan.domain.data_files import MAX_BYTES
    from visitplan.domain.packs import pack_of

    data, _ = _read(path, MAX_BYTES + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadableError(path, f"it is not UTF-8 at byte {error.start}") from None
    return pack_of(str(path), text)


def read_actuals(path: Path) -> Actuals:
    """Load what became of a plan's visits.

    Raises:
        FileMissingError, FileUnreadableError: VP1901, VP1902.
        DataFileError: VP1911, the file holds no actuals.
    """
    from visitplan.domain.loading import load_actuals

    data, _ = _read(path, MAX_REQUEST_BYTES)
    return load_actuals(str(path), data)


def read_plan(path: Path) -> Plan:
    """Load a plan.

    Raises:
        FileMissingError, FileUnreadableError: VP1901, VP1902.
        PlanUnreadableError: the file holds no plan.
    """
    from visitplan.domain.loading import load_plan

    data, size = _read(path, MAX_PLAN_BYTES)
    with _naming(path):
        if size > MAX_PLAN_BYTES:
            raise PlanUnreadableError([too_large(size, MAX_PLAN_BYTES)])
        return load_plan(data)


def check_output(out: Path, inputs: tuple[Path | None, ...]) -> None:
    """Make sure, before long work, that the result can be written and replaces no input.

    Raises:
        OutputUnwritableError, OutputOverInputError: VP1903, VP1904.
    """
    if any(path is not None and path.exists() and _same(path, out) for path in inputs):
        raise OutputOverInputError(out)
    folder = out.absolute().parent
    if out.is_dir():
        raise OutputUnwritableError(out, "it is a folder")
    if not folder.is_dir():
        raise OutputUnwritableError(out, f"there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise OutputUnwritableError(out, f"the folder {folder} may not be written to")


def write_text(out: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the whole new one.

    Raises:
        OutputUnwritableError: VP1903.
    """
    half = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(out)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OutputUnwritableError(out, error.strerror or str(error)) from error


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Note the file on an error that knows its content alone."""
    try:
        yield
    except (PlanUnreadableError, RequestRefusedError) as error:
        error.add_note(f"in {path}")
        raise


def _read(path: Path, most_bytes: int) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
            return data, max(len(data), os.fstat(file.fileno()).st_size)
    except FileNotFoundError:
        raise FileMissingError(path) from None
    except OSError as error:
        raise FileUnreadableError(path, error.strerror or str(error)) from None


def _same(path: Path, out: Path) -> bool:
    return out.exists() and path.samefile(out)
