"""Open the store: an SQLite file that several processes share safely."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from visitplan.store.errors import StoreUnavailableError, StoreUnusableError, StoreVersionError
from visitplan.store.tables import LAYOUT, LayoutRow, Table

BUSY_TIMEOUT_MS = 10_000

# FULL: a request answered with 202 must survive a power cut; with WAL, NORMAL may lose the
# last commits. It costs one fsync per write, and the service writes a few times a second.
_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_BEGIN = "visitplan_begin"


class Store:
    """Transactions on one store; use it from any thread, close it at the end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # A writer takes the lock at once: upgrading a reader later would fail under load.
        self._writer = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give one consistent view; nothing is written."""
        with _translated(), Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give one transaction, committed at the end unless an error is raised."""
        with _translated(), Session(self._writer) as session, session.begin():
            yield session

    def ping(self) -> None:
        """Raise StoreUnavailableError where the store does not answer."""
        with self.read() as session:
            session.scalar(select(LayoutRow.version))

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(path: Path) -> Store:
    """Open the store at `path`, made first where there is none.

    Raises:
        StoreUnusableError: the path cannot be used, or is no store.
        StoreVersionError: another version of visitplan wrote it.
    """
    _make_private(path)
    engine = _engine(path)
    store = Store(engine)
    try:
        _prepare(store, path)
    except OperationalError as error:
        store.close()
        raise StoreUnavailableError(_reason(error)) from None
    except DatabaseError as error:
        store.close()
        raise StoreUnusableError(path, _reason(error)) from None
    except BaseException:
        store.close()
        raise
    return store


def _make_private(path: Path) -> None:
    """Create the file readable by its owner alone: it holds where patients live."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnusableError(path, error.strerror or type(error).__name__) from None


def _engine(path: Path) -> Engine:
    # Parameters hold requests; without hide_parameters they would stand in error texts.
    engine = create_engine(
        f"sqlite:///{path}", hide_parameters=True, pool_size=8, max_overflow=40, pool_timeout=10
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(dbapi_connection: Any, _record: object) -> None:  # the driver's own type
    # The driver would begin transactions late and of the wrong kind; `_on_begin` does it.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
    finally:
        cursor.close()


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _prepare(store: Store, path: Path) -> None:
    with Session(store._writer) as session, session.begin():  # noqa: SLF001 - same module
        Table.metadata.create_all(session.connection())
        found = session.scalar(select(LayoutRow.version))
        if found is None:
            session.add(LayoutRow(version=LAYOUT))
        elif found != LAYOUT:
            raise StoreVersionError(path, found, LAYOUT)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeoutError) as error:
        raise StoreUnavailableError(_reason(error)) from None


def _reason(error: Exception) -> str:
    """Give the driver's own words, which name no data."""
    return str(getattr(error, "orig", None) or "no free connection")
