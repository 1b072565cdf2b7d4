"""Write tables and pictures of the results into the documentation.

    python benchmarks/report.py [--results DIR] [--page FILE.md] [--images DIR]

Reads the tables of results and puts what they say between the marker comments of the page. What was
not measured is called so. A damaged table is refused: nothing is written then.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

import in_a_row
import tables
from plots import draw
from reading import DamagedTableError, Results, read_results
from setting import RESULTS, ROOT

SECTIONS = {
    "goals": tables.goals,
    "setting": tables.setting,
    "weeks": tables.weeks,
    "anytime": tables.anytime,
    "peers": tables.peers,
    "literature": tables.literature,
    "new-bests": tables.new_bests,
    "parts": tables.parts,
    "in-a-row": in_a_row.rows_of,
}
PICTURES = {
    "progress": "bench-progress.svg",
    "gap": "bench-gap.svg",
    "literature": "bench-literature.svg",
    "peers": "bench-peers.svg",
    "in-a-row": "bench-in-a-row.svg",
}
REFUSED = 2


class MarkerMissingError(Exception):
    """A page without the place for a table."""

    def __init__(self, page: Path, name: str) -> None:
        super().__init__(
            f"{page}: no lines {_begin(name)} and {_end(name)}, or not once each, in this order. "
            "Put them where the figures belong."
        )


def filled(page: Path, text: str, contents: dict[str, str]) -> str:
    """Put contents between their markers.

    Raises:
        MarkerMissingError: a pair of markers is not there.
    """
    for name, content in contents.items():
        place = re.compile(f"({re.escape(_begin(name))}\n).*?({re.escape(_end(name))})", re.DOTALL)
        if text.count(_begin(name)) != 1 or not place.search(text):
            raise MarkerMissingError(page, name)
        whole = f"\n{content}\n\n"
        text = place.sub(lambda found, whole=whole: found[1] + whole + found[2], text)
    return text


def contents(results: Results, pictures: dict[str, str], link: str) -> dict[str, str]:
    """Give what belongs between each pair of markers."""
    made = {name: make(results) for name, make in SECTIONS.items()}
    for name, file in PICTURES.items():
        shown = f"![{pictures[file]}]({link}/{file})" if file in pictures else tables.NOTHING
        made[f"picture-{name}"] = shown
    return made


def _begin(name: str) -> str:
    return f"<!-- bench:{name} -->"


def _end(name: str) -> str:
    return f"<!-- end:{name} -->"


def main() -> int:
    """Write the page and its pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument("--images", type=Path, default=ROOT / "docs" / "images")
    options = parser.parse_args()
    link = Path(os.path.relpath(options.images, options.page.parent)).as_posix()
    try:
        text = options.page.read_text("utf-8")
        results = read_results(options.results)
        filled(options.page, text, contents(results, {}, link))  # refuses before a picture changes
        pictures = dict(draw(results, options.images))
        text = filled(options.page, text, contents(results, pictures, link))
        options.page.write_text(text, "utf-8")
    except (DamagedTableError, MarkerMissingError, OSError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(f"{options.page}: {len(SECTIONS)} tables, {len(pictures)} pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
