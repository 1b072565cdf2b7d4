"""What people and systems do with visitplan, above the single parts."""
