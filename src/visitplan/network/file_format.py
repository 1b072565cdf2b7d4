"""The network file: magic, version, checksum, a JSON header, then plain arrays.

Little-endian throughout. The checksum covers every byte after itself, so a flipped, missing or
extra byte anywhere is noticed; nothing is unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from visitplan.network.calibration import Dayparts
from visitplan.network.errors import (
    NetworkFileDamagedError,
    NetworkFileForeignError,
    NetworkFileMissingError,
    NetworkFileVersionError,
    NetworkNotWrittenError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

VERSION = 1
ARRAYS = {
    "node_lat_e7": "<i4",
    "node_lon_e7": "<i4",
    "node_osm_id": "<i8",
    "arc_tail": "<i4",
    "arc_head": "<i4",
    "arc_piece": "<i4",
    "arc_forward": "|b1",
    "arc_drive_ms": "<i4",
    "arc_delay_ms": "<i4",
    "piece_class": "|u1",
    "piece_way": "<i8",
    "piece_length_cm": "<i4",
    "piece_first": "<i4",
    "shape_lat_e7": "<i4",
    "shape_lon_e7": "<i4",
}
_MAGIC = b"VPROADS\n"
_START = struct.Struct("<8sI32sQ")


@dataclass(frozen=True, slots=True)
class Content:
    """What a network file holds."""

    name: str
    sha256: str
    dayparts: Dayparts
    arrays: dict[str, NDArray[Any]]


def content_sha256(dayparts: Dayparts, arrays: Mapping[str, NDArray[Any]]) -> str:
    """Give the checksum of roads and speeds; the name does not count."""
    digest = hashlib.sha256(_json({"version": VERSION, "dayparts": asdict(dayparts)}))
    for name, kind in ARRAYS.items():
        digest.update(f"{name}:{len(arrays[name])}\n".encode())
        digest.update(arrays[name].astype(kind, copy=False).tobytes())
    return digest.hexdigest()


def write(
    path: Path, name: str, sha256: str, dayparts: Dayparts, arrays: Mapping[str, NDArray[Any]]
) -> None:
    """Write a file beside the target and move it there.

    Raises:
        NetworkNotWrittenError: VP2014.
    """
    sizes = {key: len(arrays[key]) for key in ARRAYS}
    header = _json({"name": name, "sha256": sha256, "dayparts": asdict(dayparts), "sizes": sizes})
    body = header + b"".join(arrays[key].astype(kind).tobytes() for key, kind in ARRAYS.items())
    checksum = _checksum(len(header), body)
    data = _START.pack(_MAGIC, VERSION, checksum, len(header)) + body
    try:
        _replace(path, data)
    except OSError as error:
        raise NetworkNotWrittenError(path, error.strerror or str(error)) from error


def read(path: Path) -> Content:
    """Read and check a file.

    Raises:
        NetworkError: VP2010 to VP2013.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NetworkFileMissingError(path, error.strerror or str(error)) from error
    if data[: len(_MAGIC)] != _MAGIC:
        raise NetworkFileForeignError(path)
    if len(data) < _START.size:
        raise NetworkFileDamagedError(path, "it ends within its first line")
    _, version, checksum, header_size = _START.unpack_from(data)
    if version != VERSION:
        raise NetworkFileVersionError(path, version, VERSION)
    body = memoryview(data)[_START.size :]
    if _checksum(header_size, body) != checksum:
        raise NetworkFileDamagedError(path, "its checksum does not fit its content")
    return _content(path, body, header_size)


def _content(path: Path, body: memoryview, header_size: int) -> Content:
    try:
        header = json.loads(bytes(body[:header_size]))
        parts = header["dayparts"]
        dayparts = Dayparts(
            tuple(parts["anchors_s"]),
            tuple(parts["anchor_metric"]),
            tuple(tuple(row) for row in parts["percent"]),
        )
        arrays = _arrays(body, header_size, header["sizes"])
        return Content(str(header["name"]), str(header["sha256"]), dayparts, arrays)
    except (KeyError, TypeError, ValueError) as error:
        raise NetworkFileDamagedError(path, "its header cannot be read") from error


def _arrays(body: memoryview, at: int, sizes: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    arrays = {}
    for key, kind in ARRAYS.items():
        # Copied, since a slice of the file may lie at an odd address.
        array = np.frombuffer(body, kind, sizes[key], at).astype(np.dtype(kind).newbyteorder("="))
        array.flags.writeable = False
        arrays[key] = array
        at += sizes[key] * np.dtype(kind).itemsize
    return arrays


def _checksum(header_size: int, body: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(struct.pack("<IQ", VERSION, header_size))
    digest.update(body)
    return digest.digest()


def _replace(path: Path, data: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; roads are no secret.
        os.chmod(draft, 0o644)  # noqa: PTH101 a path given by mkstemp
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
