"""Remembering places of addresses without keeping either in clear.

From the address and the file's salt, scrypt makes a key; one half finds the row, the other half
hides the coordinates. Whoever has the file can only try addresses one by one, slowly.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLACE = struct.Struct("<dd")
_ROW_KEY = 32


class GeocodingCache:
    """A small SQLite file, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self._path = path
        path.touch(mode=0o600)
        with self._open() as db:
            db.execute("CREATE TABLE IF NOT EXISTS salt (value BLOB NOT NULL)")
            db.execute("CREATE TABLE IF NOT EXISTS place (key BLOB PRIMARY KEY, value BLOB)")
            if db.execute("SELECT count(*) FROM salt").fetchone()[0] == 0:
                db.execute("INSERT INTO salt VALUES (?)", (os.urandom(16),))
            self._salt = bytes(db.execute("SELECT value FROM salt").fetchone()[0])

    def get(self, address: str) -> tuple[float, float] | None:
        """Give latitude and longitude, if this address was kept."""
        key, pad = self._keys(address)
        with self._open() as db:
            row = db.execute("SELECT value FROM place WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        lat, lon = _PLACE.unpack(_mixed(bytes(row[0]), pad))
        return float(lat), float(lon)

    def put(self, address: str, lat: float, lon: float) -> None:
        """Keep the place of an address."""
        key, pad = self._keys(address)
        value = _mixed(_PLACE.pack(lat, lon), pad)
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO place VALUES (?, ?)", (key, value))

    def _keys(self, address: str) -> tuple[bytes, bytes]:
        size = _ROW_KEY + _PLACE.size
        text = address.casefold().encode()
        made = hashlib.scrypt(text, salt=self._salt, n=2**13, r=8, p=1, dklen=size)
        return made[:_ROW_KEY], made[_ROW_KEY:]

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path)) as db, db:
            yield db


def _mixed(data: bytes, pad: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(data, pad, strict=True))
