"""A server under load: sessions that speak as a browser does, and what they cost."""
