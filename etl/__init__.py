"""Reads yearly disclosure reports and writes what they say into the ledger."""
