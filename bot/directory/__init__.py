"""People and channel membership as Slack tells them."""
