"""Encounters, delegations and journeys."""

ENCOUNTERS = {}
