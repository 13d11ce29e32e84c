"""What waits for a person: the contact book."""


def waiting_for(user):
    return []
