"""Reports, profiles as files, registers."""

REPORTS = {}
