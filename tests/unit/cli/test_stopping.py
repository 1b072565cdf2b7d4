"""Ctrl-C ends the search, not the command."""

from __future__ import annotations

import os
import signal
import threading

from visitplan.cli.stopping import beside, stop_on_interrupt


def test_the_first_interrupt_asks_to_stop_and_the_second_would_end_all() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as should_stop:
        assert not should_stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert should_stop()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is before


def test_signals_are_answered_while_work_goes_on_beside() -> None:
    with stop_on_interrupt() as should_stop:
        waiting = threading.Event()

        def work() -> bool:
            os.kill(os.getpid(), signal.SIGINT)
            while not should_stop():
                waiting.wait(0.01)
            return True

        assert beside(work)
