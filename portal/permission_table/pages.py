"""Pages of the portal itself."""

from portal.permission_table.cases import (
    EVERYBODY,
    FORM,
    READ,
    SEND,
    SIGNED_IN,
    STAFF,
    Case,
    Line,
    open_to,
    secret,
)

PAGES = {
    **{
        f"portal:{name}": open_to(EVERYBODY)
        for name in (
            "home",
            "dates",
            "search",
            "exchange",
            "strategy",
            "imprint",
            "privacy",
            "accessibility",
            "licences",
            "contact",
            "easy_language",
            "sign_language",
            "data",
        )
    },
    "portal:report_barrier": open_to(EVERYBODY, FORM),
    "portal:my_area": open_to(SIGNED_IN),
    "portal:barrier_reported": secret(READ, "signed"),
    "portal:barriers": open_to(STAFF),
    "portal:barrier": Line(FORM, (Case(STAFF, STAFF, "new"), Case(STAFF, STAFF, "answered"))),
    "portal:close_barrier": Line(SEND, (Case(STAFF, STAFF, "new"), Case(STAFF, STAFF, "answered"))),
    "portal:preview": open_to(SIGNED_IN, SEND),
}
