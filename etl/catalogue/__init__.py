"""Statutory facts as data: editions of the form, label variants, concepts, places. No code."""
