"""Charts are tables: what they draw is read as well."""

from __future__ import annotations

import re
from datetime import date

from flask import Flask

from app.core.db import unit_of_work
from app.core.time import now, today
from app.dashboards.models import MonthFigures
from app.demo import lives
from tests.dashboards.conftest import Browse
from tests.world import World

BAR = re.compile(r'<tr><th scope="row">(?:(?!</tr>).)*?<svg class="bar-of".*?</tr>', re.S)


def test_the_charts_are_read_as_tables(app: Flask, browse: Browse, people: World) -> None:
    with app.app_context():
        people.concern(lives.SENT, age=60)
        people.concern(lives.SENT)
        with unit_of_work() as session:
            for month, in_time, late in ((5, 4, 1), (6, 0, 0)):
                session.add(
                    MonthFigures(
                        month=date(today().year - 1, month, 1), sent=0, in_time=in_time, late=late,
                        concluded=0, overdue=0, computed_at=now(),
                    )
                )  # fmt: skip
    coordinator = browse("koordinatorja")
    [asked] = re.findall(r'<div id="glance"[^>]* hx-get="([^"]+)"', coordinator.get("/desk").text)
    page = coordinator.get(asked).text
    said = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in BAR.findall(page)]
    year = today().year - 1
    assert said == [
        "Përgjigje 1 me vonesë 1 më vonë",
        f"Qershor {year} 0",
        f"Maj {year} 1 me vonesë 4 në afat",
    ]
    assert page.count('aria-hidden="true" focusable="false"><rect class="late"') == 2
    whole = coordinator.get("/recommendations/by-institution").text
    said = [re.sub(r"<[^>]+>", " ", row).split()[-1] for row in BAR.findall(whole)]
    assert said == ["2", "0", "0", "0", "0", "1"]
    assert '<svg class="bar-of"' in coordinator.get("/desk?tab=institutions").text
