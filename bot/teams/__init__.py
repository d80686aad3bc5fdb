"""A team: its channel, the members who joined, its week and who may change it."""
