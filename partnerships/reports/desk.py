"""What waits for a person: reports, profiles as files, registers."""


def waiting_for(user):
    return []
