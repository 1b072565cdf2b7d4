"""What can be wrong with a request: one module a family, each check a pure function."""
