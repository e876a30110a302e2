"""Frames to plotly figures: pure functions, tested without a browser.

A frame has one row a point: ``series`` (code), ``value`` (None where nothing is reported), mostly ``year``, and the
coverage of the value (``given`` of ``reports``; ``absent``: the form or print has no such cell).
"""
