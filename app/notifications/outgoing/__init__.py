"""The administrator's page of mail: what waits, what left, what does not get through and why."""
