"""Looking after a team: its settings one at a time, who may change them, the log, and the export."""
