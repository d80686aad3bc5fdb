"""When a team meets."""
