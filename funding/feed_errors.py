"""What can go wrong between the portal and a source, in three classes that are treated differently."""


class FeedError(Exception):
    """`cause` is a short code for health pages and logs, `excerpt` the start of a strange answer."""

    def __init__(self, message, *, cause, excerpt=""):
        super().__init__(message)
        self.cause = cause
        self.excerpt = excerpt


class FeedUnavailable(FeedError):
    """No whole answer this time; worth another try, not before `retry_after` seconds if that is set."""

    def __init__(self, message, *, cause, excerpt="", retry_after=None):
        super().__init__(message, cause=cause, excerpt=excerpt)
        self.retry_after = retry_after


class FeedChanged(FeedError):
    """The answer does not look as it always did: nothing of it may be used, a person has to look."""


class FeedRefused(FeedError):
    """We do not go there: the address is not on the list, or leads into a network it must not lead to."""
