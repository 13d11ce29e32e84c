"""What waits for a person: encounters, delegations and journeys."""


def waiting_for(user):
    return []
