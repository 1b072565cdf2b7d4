"""Writes the embedded week's caseload on the fictional region.

Run `python -m visitplan_data.make_caseload` to write `caseload.json` anew; the
same bytes come out each time.
"""

from __future__ import annotations

from pathlib import Path

MANAGERS = 12
VISITS = 150
SEED = 7
FILE = Path(__file__).with_name("caseload.json")


def caseload_json() -> str:
    """Make the week and give it as the contract's document."""
    from visitplan.app.sample import make_request, sample_network

    request = make_request(sample_network(), managers=MANAGERS, visits=VISITS, seed=SEED)
    return request.to_json()


def main() -> None:
    """Write the caseload beside this script."""
    FILE.write_text(caseload_json(), "utf-8")


if __name__ == "__main__":
    main()
