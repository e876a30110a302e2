"""The pages: each composes charts and words; no SQL, no sums."""
