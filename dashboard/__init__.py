"""Turns the published snapshot into pictures."""

DATA_VARIABLE = "NIANBAO_DATA"
"""Environment variable through which ``python -m dashboard`` tells the app where the data stand."""
