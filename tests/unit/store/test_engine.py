"""The store as a file."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from visitplan.store import NewPlan, Plans, StoreUnavailableError, open_store
from visitplan.store.errors import StoreUnusableError, StoreVersionError


def new_plan(plan_id: str = "a") -> NewPlan:
    return NewPlan(plan_id, 1_000, '{"secret": "marker-7713"}', "0" * 64, "{}", "[]")


def test_what_was_kept_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "store.sqlite3"
    with open_store(path) as store, store.write() as session:
        Plans(session).add(new_plan())
    with open_store(path) as store, store.read() as session:
        found = Plans(session).find("a")
    assert found is not None
    assert (found.state, found.attempts, found.accepted_ms) == ("queued", 0, 1_000)


def test_the_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with open_store(path) as store, store.write() as session:
        Plans(session).add(new_plan())
        modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


def test_commits_are_flushed_to_the_disk_and_readers_do_not_wait(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite3") as store, store.read() as session:
        connection = session.connection()
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_error_undoes_the_whole_transaction(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite3") as store:

        def fail_late() -> None:
            with store.write() as session:
                Plans(session).add(new_plan())
                raise KeyError

        with pytest.raises(KeyError):
            fail_late()
        with store.read() as session:
            assert Plans(session).find("a") is None


def test_a_folder_is_refused_as_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusableError, match="cannot be opened"):
        open_store(tmp_path)


def test_a_foreign_file_is_refused_as_a_store(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all, " * 200)
    with pytest.raises(StoreUnusableError, match="not a database"):
        open_store(path)


def test_a_store_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    open_store(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE store_layout SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(StoreVersionError, match="layout 99"):
        open_store(path)


def test_an_error_names_no_data(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite3") as store:
        with store.write() as session:
            session.connection().exec_driver_sql("DROP TABLE jobs")
        with pytest.raises(StoreUnavailableError) as caught, store.write() as session:
            Plans(session).add(new_plan())
    assert "marker-7713" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_many_threads_write_without_loss(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite3") as store:

        def add(first: int) -> None:
            for number in range(first, first + 10):
                with store.write() as session:
                    Plans(session).add(new_plan(str(number)))

        threads = [threading.Thread(target=add, args=(10 * n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.read() as session:
            assert all(Plans(session).find(str(number)) for number in range(40))
