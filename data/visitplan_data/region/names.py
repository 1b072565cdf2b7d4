"""Invented names of places and streets."""

from __future__ import annotations

import random

_HEADS = (
    "Alder", "Bram", "Calver", "Dorn", "Ember", "Fenn", "Gorse", "Hask", "Ivel", "Jarr",
    "Kestle", "Lorn", "Marl", "Nettle", "Orrin", "Pell", "Quill", "Rook", "Sorrel", "Tamsy",
    "Umber", "Vetch", "Wren", "Yarl", "Zell", "Ash", "Birch", "Cobble", "Drover", "Elder",
    "Fallow", "Grove", "Heron", "Juniper", "Larch", "Meadow", "Otter", "Plover", "Quarry",
    "Rowan", "Saddler", "Thistle", "Warbler", "Willow", "Cooper",
)  # fmt: skip
_TAILS = ("", "wick", "more", "hurst", "by", "den", "low", "ford", "ley", "stow")
_KINDS = {
    "residential": ("Street", "Street", "Avenue", "Lane", "Court", "Drive", "Place", "Row"),
    "tertiary": ("Street", "Avenue", "Parade"),
    "unclassified": ("Lane", "Lane", "Road", "Hollow"),
}


class Names:
    """Gives street names, each once."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def street(self, highway: str) -> str:
        """Invent a name that suits the class of a road."""
        kinds = _KINDS.get(highway, ("Road", "Street"))
        while True:
            head = self._rng.choice(_HEADS) + self._rng.choice(_TAILS)
            name = f"{head} {self._rng.choice(kinds)}"
            if self._rng.random() < 0.12:
                name = f"{self._rng.choice(('North', 'South', 'East', 'West', 'Old'))} {name}"
            if name not in self._used:
                self._used.add(name)
                return name
