"""What the service keeps: requests, their jobs and plans; all SQL lives here."""

from visitplan.store.engine import Store, open_store
from visitplan.store.errors import StoreUnavailableError
from visitplan.store.idempotency import IdempotencyKeys, KeyUse
from visitplan.store.jobs import Jobs, JobState, Lease
from visitplan.store.plans import NewPlan, PlanRecord, Plans

__all__ = [
    "IdempotencyKeys",
    "JobState",
    "Jobs",
    "KeyUse",
    "Lease",
    "NewPlan",
    "PlanRecord",
    "Plans",
    "Store",
    "StoreUnavailableError",
    "open_store",
]
