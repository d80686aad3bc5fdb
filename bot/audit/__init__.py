"""Looks at what a running installation really stores, for an operator or a works council."""
