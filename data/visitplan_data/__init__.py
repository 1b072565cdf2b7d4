"""Data that ships with visitplan: sample region and caseload, speeds, qualifications."""
