"""Partnerships: profiles and their editing."""

from portal.permission_table.cases import EVERYBODY, FORM, HEAD, SEND, STAFF, on_documents, on_levels, open_to

PARTNERSHIPS = {
    "partnerships:list": open_to(EVERYBODY),
    "partnerships:csv": open_to(EVERYBODY),
    "partnerships:detail": on_levels(EVERYBODY, public=True),
    "partnerships:document": on_documents(EVERYBODY, public=True),
    "partnerships:edit": on_levels(STAFF, FORM),
    "partnerships:text": on_levels(STAFF, FORM),
    "partnerships:event_add": on_levels(STAFF, FORM),
    "partnerships:document_add": on_levels(STAFF, FORM),
    "partnerships:event_check": on_levels(STAFF, SEND, hidden_from_others=True),
    "partnerships:event_remove": on_levels(STAFF, SEND, hidden_from_others=True),
    "partnerships:document_publish": on_documents(HEAD, SEND),
    "partnerships:document_unpublish": on_documents(HEAD, SEND),
    "partnerships:publish": on_levels(HEAD, SEND),
    "partnerships:unpublish": on_levels(HEAD, SEND),
    "partnerships:move": on_levels(HEAD, SEND),
    "partnerships:state": on_levels(HEAD, FORM),
    "partnerships:history": on_levels(STAFF),
    "partnerships:file": on_levels(STAFF | STEERING),
    "partnerships:association_add": on_levels(STAFF, SEND),
    "partnerships:association_remove": on_levels(STAFF, SEND),
    "partnerships:agreement_add": on_levels(STAFF, FORM),
    "partnerships:agreement_edit": on_documents(STAFF, FORM),
    "partnerships:agreement_publish": on_documents(HEAD, SEND),
    "partnerships:agreement_unpublish": on_documents(HEAD, SEND),
}
