"""The HTTP interface under /v1, documented at /openapi.json."""
