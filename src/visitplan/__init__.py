"""Plan the home visits of mental-health case managers on OpenStreetMap roads."""

__version__ = "0.1.0"
