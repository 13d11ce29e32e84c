"""What the parts of the audit town share: rows made once, and their canaries."""


def canary(model, field, state):
    """A word that may only be found where the table of permissions says so."""
    return f"CANARY-{model}-{field}-{state}".replace("_", "-")


def keep(model, lookup, **values):
    """The row that `lookup` names, with these values."""
    return model._default_manager.update_or_create(**lookup, defaults=values)[0]
