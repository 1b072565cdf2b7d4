"""The service's log: one line an event on stderr, opaque ids only, never patient data."""

from __future__ import annotations

import logging


def log_to_stderr() -> None:
    """Send the log of visitplan and of the web server to stderr."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(process)d %(message)s"
    )
    for name in ("visitplan", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.INFO)
