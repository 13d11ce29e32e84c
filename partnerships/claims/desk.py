"""What waits for a person: imports of twinnings and their review."""


def waiting_for(user):
    return []
