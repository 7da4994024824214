"""The demonstration's people, signed in or not."""

from __future__ import annotations

from tests.world import people as people  # a fixture
