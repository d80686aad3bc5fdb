"""Calendars' feeds: whom we may connect to, fetching, parsing in a process apart, and which events count."""
