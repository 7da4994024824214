"""Exact birth dates, and the many dates that are none."""

import pytest

from app.core.identifiers import Kind, find_identifiers


def kinds(text):
    return [match.kind for match in find_identifiers(text)]


def passages(text):
    return [text[match.start : match.end] for match in find_identifiers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "e lindur më 12.03.2001", "lindur me 12/3/01", "i lindur në Bajram Curri, Tropojë, më 12.03.2001",
        "datëlindja: 12-03-2001", "Datelindja 2001-03-12", "data e lindjes 12 mars 2001", "Datëlindje\t12.03.2001",
        "Data e lindjes:\n12 . 03 . 2001", "u lind më 1 nëntor 2009", "ditëlindja më 12 Mars 2001",
        "Dt.lindjes 12.03.2001",
        "born on 12 March 2001", "born in Vlora on March 12, 2001", "was born on the 12th of March 2001",
        "DOB: 03/12/2001", "D.O.B. 12.03.2001", "date of birth 2001/03/12", "DOB: 12032001", "DOB 20010312",
        "12.03.2001 (datëlindja)", "12 mars 2001, date of birth", "e lindur në datën 12 shtatorit të vitit 2001",
    ],
)  # fmt: skip
def test_an_exact_birth_date_is_found(text):
    assert kinds(text) == [Kind.BIRTH_DATE]


@pytest.mark.parametrize(
    "text",
    [
        "e lindur më 12,03,2009", "e lindur më 12 03 2009", "e lindur më 12_03_2009", "e lindur më 12\\03\\2009",
        "e lindur më 12•03•2009", "e lindur më 12.III.2009", "e lindur më 12-XI-2009", "e lindur më 12 të marsit 2009",
        "e lindur më 12 të muajit mars 2009", "e lindur më 12/mars/2009", "DOB: 12 Mar 09", "e lindur më 12 mars '09",
        "dtl. 12.03.2009", "lindja: 12.03.2009", "të lindurit më 12.03.2009", "12.03.2009 (e lindur)",
        "12.03.2009, e lindur.",
    ],
)  # fmt: skip
def test_an_exact_birth_date_is_found_however_it_is_written(text):
    assert kinds(text) == [Kind.BIRTH_DATE]


@pytest.mark.parametrize(
    ("before", "date"),
    [
        ("E lindur më ", "dymbëdhjetë mars dy mijë e një"),
        ("i lindur më ", "njëzet e dy maj njëmijë e nëntëqind e nëntëdhjetë e tetë"),
        ("lindur më ", "12 mars dymijë e tre"),
        ("datëlindja: ", "pesë qershor 2004"),
        ("born on the ", "twelfth of March two thousand and one"),
        ("born on ", "March the third, nineteen ninety-one"),
        ("born on ", "March 3rd nineteen eighty"),
    ],
)
def test_a_birth_date_in_words_is_found_whole(before, date):
    assert passages(f"{before}{date}.") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "u mblodhën më dymbëdhjetë mars dy mijë e një",
        "lindur në janar, nga dy mijë raste",
        "born in May, one of two",
    ],
)
def test_a_date_in_words_alone_is_only_a_date(text):
    assert kinds(text) == []


def test_a_later_date_of_another_thing_is_left_alone():
    assert passages("e lindur më 12.03.2001 dhe e dëgjuar më 04.05.2023") == ["12.03.2001"]
    assert passages("e lindur në një fshat të largët të qarkut dhe e dëgjuar më 04.05.2023") == []


def test_two_birth_dates_joined_by_an_and_are_both_found():
    assert passages("të lindur më 12.03.2001 dhe 04.05.2003.") == ["12.03.2001", "04.05.2003"]


@pytest.mark.parametrize(
    "text",
    [
        "më 12.03.2024 u mbajt mbledhja", "ligji datë 12.03.2024", "12 mars 2024", "on 12 March 2024",
        "detyrimi ka lindur më 12.03.2024", "nevoja për strehim ka lindur më 12.03.2024", "e lindur në vitin 2001",
        "the duty was born on 12 March 2024", "Ajo u lind në Shkodër. Më 12.03.2024 u dëgjua.", "Lindje, 12.03.2024",
        "fëmijë të lindur jashtë, sipas VKM datë 12.03.2020", "lindur në mars 2001", "verilindje 12.03.2024",
        "e lindur më 12.03.20012", "më 12.03.2024, e lindur nga bashkëpunimi", "12.03.2024, lindja e nismës",
    ],
)  # fmt: skip
def test_other_dates_are_left_alone(text):
    assert kinds(text) == []
