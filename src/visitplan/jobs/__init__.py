"""Work on accepted plans in processes of their own; the jobs table is the truth."""

from visitplan.jobs.control import Control, Task
from visitplan.jobs.worker import JobRunner, Timing, Worker, new_owner

__all__ = ["Control", "JobRunner", "Task", "Timing", "Worker", "new_owner"]
