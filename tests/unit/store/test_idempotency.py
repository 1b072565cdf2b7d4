"""Keys that callers repeat requests with."""

from __future__ import annotations

from pathlib import Path

from visitplan.store import IdempotencyKeys, KeyUse, NewPlan, Plans, open_store


def test_a_key_is_found_again_and_kept_only_as_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    use = KeyUse("a", "f" * 64)
    with open_store(path) as store:
        with store.write() as session:
            Plans(session).add(NewPlan("a", 0, "{}", "", "{}", "[]"))
            IdempotencyKeys(session).add("jane-doe-key", use, 7)
        with store.read() as session:
            assert IdempotencyKeys(session).find("jane-doe-key") == use
            assert IdempotencyKeys(session).find("other") is None
    assert b"jane-doe-key" not in path.read_bytes()
