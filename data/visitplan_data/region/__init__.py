"""The parts of the script that draws the fictional region: see `visitplan_data.make_region`."""
