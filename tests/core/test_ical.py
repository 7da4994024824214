"""Calendar files: their times are those of the time zone database, and what was typed stays what it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from app.core.ical import Address, Entry, feed, invitation
from app.core.time import ZONE, today

US, YOU = Address("Tryeza", "tryeza@example.org"), Address('Hana "H", Kola', "hana@example.org")


def test_the_rule_in_the_file_gives_the_hours_of_the_time_zone_database() -> None:
    """The day before, of and after each change of the clocks, for ten years; where the law changes, this fails."""
    this = today().year
    meeting = Entry("a@b", "A", datetime(this, 7, 1, 8, tzinfo=UTC))
    file = Calendar.from_ical(invitation(meeting, US, YOU))
    (zone,) = file.walk("VTIMEZONE")
    read = zone.to_tz(lookup_tzid=False)
    for year in range(this - 1, this + 11):
        for month in (3, 10):
            for day in range(22, 32):
                for hour in (0, 1, 3, 4, 12):
                    local = datetime(year, month, day, hour)
                    assert local.replace(tzinfo=read).utcoffset() == local.replace(tzinfo=ZONE).utcoffset(), (
                        local
                    )


def test_an_instant_stands_in_local_time_and_a_day_is_a_day() -> None:
    summer, winter = datetime(2027, 7, 1, 8, 30, tzinfo=UTC), datetime(2027, 12, 1, 8, 30, tzinfo=UTC)
    text = feed(
        [Entry("1@b", "A", summer, summer + timedelta(hours=2)), Entry("2@b", "B", winter)], "Tryeza"
    ) + feed([Entry("3@b", "C", date(2027, 1, 5))], "Tryeza")
    for line in (
        "DTSTART;TZID=Europe/Tirane:20270701T103000",
        "DTEND;TZID=Europe/Tirane:20270701T123000",
        "DTSTART;TZID=Europe/Tirane:20271201T093000",
        "DTSTART;VALUE=DATE:20270105",
        "METHOD:PUBLISH",
    ):
        assert f"{line}\r\n" in text


def test_what_was_typed_adds_no_line_and_names_only_its_reader() -> None:
    entry = Entry("a@b", "Mbledhje; ë, \\n\nSUMMARY:x", place="Salla\r\nATTENDEE:mailto:eve@example.org")
    file = invitation(entry, US, YOU, cancelled=True)
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert event["ATTENDEE"] == "mailto:hana@example.org" and event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"].splitlines()[0].startswith("Mbledhje; ë, ")
    assert file.count("\r\nATTENDEE") == 1 and file.count("\r\nSUMMARY") == 1
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
