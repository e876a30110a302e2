"""Turns the published snapshot into pictures."""
