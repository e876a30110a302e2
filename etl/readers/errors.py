"""The one way in which a document refuses to be read."""


class UnreadableDocument(Exception):
    """The document cannot be read; ``reason_zh`` names its form and the remedy, for the finding and the run's summary."""

    def __init__(self, reason_zh: str) -> None:
        super().__init__(reason_zh)
        self.reason_zh = reason_zh
