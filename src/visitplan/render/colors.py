"""Route colours: dark enough for white digits on them (WCAG 2.2 AA) and apart from each other."""

from __future__ import annotations

PALETTE = (
    "#0b4f8a",
    "#a8322a",
    "#1f6f3d",
    "#6a3d9a",
    "#8a5200",
    "#00656b",
    "#ad1f73",
    "#3d4654",
    "#4a5bd0",
    "#5b6b00",
    "#7a3b3b",
    "#0f5f9c",
)


def color(position: int) -> str:
    """Give the colour of the case manager at a position; they repeat after twelve."""
    return PALETTE[position % len(PALETTE)]


def tone(position: int) -> str:
    """Give the style class of that colour."""
    return f"tone-{position % len(PALETTE)}"


def tone_style() -> str:
    """Give the style rules of all `tone` classes; a style attribute would break the policy."""
    return "".join(f".tone-{i} {{ --tone: {value}; }}\n" for i, value in enumerate(PALETTE))
