"""Makes realistic fictional requests on any road network."""

from visitplan.app.sampling.request import make_request

__all__ = ["make_request"]
