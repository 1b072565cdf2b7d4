"""Compiled parts of the bound: pricing of routes and of day patterns."""
