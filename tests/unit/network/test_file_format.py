from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from osm_text import square

from visitplan.network import RoadNetwork
from visitplan.network.errors import (
    NetworkError,
    NetworkFileDamagedError,
    NetworkFileForeignError,
    NetworkFileMissingError,
    NetworkFileVersionError,
    NetworkNotWrittenError,
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "town.net"
    square().network(tmp_path).save(path)
    return path


def test_a_loaded_network_equals_the_saved_one(tmp_path: Path, saved: Path) -> None:
    network, loaded = square().network(tmp_path), RoadNetwork.load(saved)
    assert (loaded.name, loaded.sha256) == (network.name, network.sha256)
    assert loaded.dayparts == network.dayparts
    for name, array in network.arrays().items():
        assert np.array_equal(array, getattr(loaded, name)), name


def test_arrays_cannot_be_changed(saved: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        RoadNetwork.load(saved).arc_drive_ms[0] = 1


def test_saving_twice_gives_the_same_bytes(tmp_path: Path, saved: Path) -> None:
    RoadNetwork.load(saved).save(tmp_path / "again.net")
    assert (tmp_path / "again.net").read_bytes() == saved.read_bytes()


def test_a_flipped_byte_anywhere_is_refused(tmp_path: Path, saved: Path) -> None:
    good = saved.read_bytes()
    path = tmp_path / "flipped.net"
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
        with pytest.raises(NetworkError):
            RoadNetwork.load(path)


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, saved: Path) -> None:
    good = saved.read_bytes()
    path = tmp_path / "cut.net"
    for size in range(len(good)):
        path.write_bytes(good[:size])
        with pytest.raises(NetworkError):
            RoadNetwork.load(path)


def test_bytes_too_many_are_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes() + b"\0")
    with pytest.raises(NetworkFileDamagedError, match=r"town\.net"):
        RoadNetwork.load(saved)


def test_a_newer_version_is_told_from_damage(saved: Path) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[:8] + struct.pack("<I", 2) + data[12:])
    with pytest.raises(NetworkFileVersionError, match="version 2"):
        RoadNetwork.load(saved)


def test_another_kind_of_file_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "x.net").write_text(square().text())
    with pytest.raises(NetworkFileForeignError, match="network build"):
        RoadNetwork.load(tmp_path / "x.net")


def test_a_missing_network_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NetworkFileMissingError, match="network build") as caught:
        RoadNetwork.load(tmp_path / "x.net")
    assert caught.value.exit_code == 3


def test_a_folder_that_is_missing_is_named(tmp_path: Path, saved: Path) -> None:
    with pytest.raises(NetworkNotWrittenError, match="missing"):
        RoadNetwork.load(saved).save(tmp_path / "missing" / "x.net")


def test_a_failed_save_leaves_nothing_behind(tmp_path: Path, saved: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(NetworkNotWrittenError):
        RoadNetwork.load(saved).save(target)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
