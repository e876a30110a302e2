"""Keeps the ledger of everything read, and publishes snapshots made of SQL."""
