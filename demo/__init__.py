"""A Slack-like workspace for one machine: Web API, Socket Mode, signed HTTP, and a page to use them."""
