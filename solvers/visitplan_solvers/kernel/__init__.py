"""The compiled search: timing of a route, insertion, removal, acceptance."""
