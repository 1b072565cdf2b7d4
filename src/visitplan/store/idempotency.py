"""The keys by which callers repeat a request without doubling it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from visitplan.store.tables import IdempotencyRow


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What a key was used for."""

    plan_id: str
    content_sha256: str


class IdempotencyKeys:
    """Keys inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, key: str) -> KeyUse | None:
        """Give what the key was used for, or None for a new one."""
        row = self._session.get(IdempotencyRow, _hash(key))
        return None if row is None else KeyUse(row.plan_id, row.content_sha256)

    def add(self, key: str, use: KeyUse, now_ms: int) -> None:
        """Remember a key together with what it was used for."""
        self._session.add(
            IdempotencyRow(
                key_sha256=_hash(key),
                content_sha256=use.content_sha256,
                plan_id=use.plan_id,
                created_ms=now_ms,
            )
        )


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
