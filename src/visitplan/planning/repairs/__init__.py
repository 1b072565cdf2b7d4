"""Changes of a request or plan that serve a visit left out, each solved and checked."""

from visitplan.planning.repairs.applying import apply_repair
from visitplan.planning.repairs.finding import rank, repairs
from visitplan.planning.repairs.judging import Judge
from visitplan.planning.repairs.opening import repairing_solver

__all__ = ["Judge", "apply_repair", "rank", "repairing_solver", "repairs"]
