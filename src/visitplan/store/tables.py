"""The tables. Instants are whole milliseconds since 1970-01-01T00:00Z."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LAYOUT = 1

# Named constraints, so that a later migration can address them.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=_NAMES)


class LayoutRow(Table):
    """The layout of the tables; one row."""

    __tablename__ = "store_layout"

    version: Mapped[int] = mapped_column(Integer, primary_key=True)


class PlanRow(Table):
    """An accepted request and, once solved, its plan."""

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    accepted_ms: Mapped[int] = mapped_column(BigInteger)
    request_json: Mapped[str] = mapped_column(Text)
    request_sha256: Mapped[str] = mapped_column(Text)
    options_json: Mapped[str] = mapped_column(Text)
    notes_json: Mapped[str] = mapped_column(Text)
    plan_json: Mapped[str | None] = mapped_column(Text)


class JobRow(Table):
    """The work on a plan: who holds it, until when, how far it is."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        Index(None, "state", "lease_until_ms"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    plan_id: Mapped[str] = mapped_column(Text, ForeignKey("plans.id"), unique=True)
    state: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(Integer)
    owner: Mapped[str | None] = mapped_column(Text)
    lease_until_ms: Mapped[int | None] = mapped_column(BigInteger)
    heartbeat_ms: Mapped[int | None] = mapped_column(BigInteger)
    progress_json: Mapped[str | None] = mapped_column(Text)
    problem_json: Mapped[str | None] = mapped_column(Text)
    started_ms: Mapped[int | None] = mapped_column(BigInteger)
    finished_ms: Mapped[int | None] = mapped_column(BigInteger)


class IdempotencyRow(Table):
    """A key that a caller gave to an accepted request; the key itself is kept hashed."""

    __tablename__ = "idempotency_keys"

    key_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    content_sha256: Mapped[str] = mapped_column(Text)
    plan_id: Mapped[str] = mapped_column(Text, ForeignKey("plans.id"))
    created_ms: Mapped[int] = mapped_column(BigInteger)
