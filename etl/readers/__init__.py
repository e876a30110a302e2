"""Bytes -> prose and grids; no idea what a report is."""
