"""The errors that a person may be told of, each as a message of the text catalogue."""


class CandorError(Exception):
    """Something went wrong in a way that we know how to speak of."""


class Refused(CandorError):
    """A request that cannot be carried out; ``text_id`` names the sentence for the one who asked.

    ``field`` is the block id of the modal's field that is wrong, where there is one.
    """

    def __init__(self, text_id: str, *, field: str | None = None, **values: str | int) -> None:
        super().__init__(text_id)
        self.text_id = text_id
        self.field = field
        self.values = values


class SlackRefused(CandorError):
    """Slack answered a call with an error; ``code`` is Slack's word for it (``channel_not_found``)."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class SlackUnreachable(CandorError):
    """No connection to Slack was made, so the call has surely not taken effect."""


class SlackUnclear(CandorError):
    """The request was written and no clear answer came: it may or may not have taken effect."""
