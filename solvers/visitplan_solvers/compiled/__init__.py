"""The request as arrays: what the search works on."""
