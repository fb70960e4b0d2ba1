"""What a campaign remembers: files that came, decisions, events, work to do. A module a noun."""
