"""The deeds about accounts, one file for each topic."""

from dampingi.access.actions.factors import (
    add_codes,
    add_passkey,
    add_totp,
    help_in,
    remove_factor,
    remove_lost_factors,
)
from dampingi.access.actions.invitations import accept_invitation, invite
from dampingi.access.actions.sight import keep_reading, let_read, move_files, readers_among, stop_reading
from dampingi.access.actions.signing_in import change_password, end_session, signed_in, take_news, wrong_second_factor
from dampingi.access.actions.staff import (
    add_staff,
    add_unit,
    change_roles,
    change_unit,
    disable,
    end_sessions,
    staff_facts,
    sweep,
)
from dampingi.access.actions.tokens import LONGEST_TOKEN_DAYS, end_everything, issue_token, token_owner

__all__ = [
    "LONGEST_TOKEN_DAYS",
    "accept_invitation",
    "add_codes",
    "add_passkey",
    "add_staff",
    "add_totp",
    "add_unit",
    "change_password",
    "change_roles",
    "change_unit",
    "disable",
    "end_everything",
    "end_session",
    "end_sessions",
    "help_in",
    "invite",
    "issue_token",
    "keep_reading",
    "let_read",
    "move_files",
    "readers_among",
    "remove_factor",
    "remove_lost_factors",
    "signed_in",
    "staff_facts",
    "stop_reading",
    "sweep",
    "take_news",
    "token_owner",
    "wrong_second_factor",
]
