"""Reminders by the coordinator: of one line of the desk or of many, looked at before they leave."""
