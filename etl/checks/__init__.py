"""Findings: what does not add up, what is missing, what contradicts. A finding never changes a number."""
