"""The edge to Slack: what comes in, what goes out, and how errors are told."""
