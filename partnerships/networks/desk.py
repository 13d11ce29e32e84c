"""What waits for a person: networks and good practices."""


def waiting_for(user):
    return []
