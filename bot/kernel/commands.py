"""The slash commands, named in one place: other apps in a workspace may own these names already."""

CHECKIN = "/checkin"
TRUST = "/trust"
RESET = "/reset"
