"""What a person sees of Candor in Slack, and may change."""
