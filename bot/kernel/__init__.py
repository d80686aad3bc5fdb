"""The few ideas every feature shares: ids, time, weeks and errors."""
