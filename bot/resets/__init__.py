"""Two people start again."""
