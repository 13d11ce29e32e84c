"""Addresses for programs and for whoever runs the portal."""

from portal.permission_table.cases import EVERYBODY, READ, missing, open_to, secret

MACHINES = {
    "gallery": open_to(EVERYBODY),
    "dev_mail": open_to(EVERYBODY),
    "dev_mail_detail": missing(),
    **{
        name: open_to(EVERYBODY)
        for name in (
            "healthz", "readyz", "security_txt", "security_policy", "robots", "sitemap", "catalogue",
            "partnerships_geojson", "partnerships_csv", "calls_csv", "openapi", "api_partnerships",
            "api_calls",
        )
    },
    "api_unknown": missing(),
    "feed": secret(READ, "known"),
    "calendar": secret(READ, "private"),
}  # fmt: skip
