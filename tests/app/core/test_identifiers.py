"""The guard against identifiers: what it must find, what it must leave alone, and how long it may take."""

import random
import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.identifiers import LETTERS, MASK, Kind, Match, check_letters, find_identifiers, mask

ALBANIAN_MONTHS = (
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor".split()
)  # fmt: skip
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


def kinds(text):
    return [match.kind for match in find_identifiers(text)]


def passages(text):
    return [text[match.start : match.end] for match in find_identifiers(text)]


def identity_number(rng):
    born = date(1930, 1, 1) + timedelta(days=rng.randrange(35_000))
    decade = "ABCDEFGHIJKLMNOPQRST"[(born.year - 1900) // 10]
    month = born.month + rng.choice((0, 30, 50, 80))
    nine = f"{decade}{born.year % 10}{month:02}{born.day:02}{rng.randrange(1000):03}"
    return nine + check_letters(nine)[0]


# --- Identity number ---


# Tax numbers of companies, published in the tests of python-stdnum; the register gives them the same check letter.
@pytest.mark.parametrize(
    "published",
    """J61827501H J62903770O J67902218L J73721043Q J82916489E K01730502W K11515001T K13001013H K22218003V
    K31526056N K32801430W K51518058O K61617040L K81428502L K92402023O L01717030C L12213005M L22804207O L41410025S
    L62119008A L21408015A L32210507A L72031013B L98602504L M02129023S M11807013N""".split(),
)
def test_the_check_letter_agrees_with_published_numbers(published):
    assert published[9] in check_letters(published[:9])


def test_a_remainder_of_zero_closes_with_either_letter_in_use():
    assert check_letters("K01730502") == "WA"
    assert check_letters("J00101999") == "WA"
    assert kinds("J00101999A") == kinds("J00101999W") == [Kind.IDENTITY_NUMBER]


@pytest.mark.parametrize(
    "number", ["J00101999W", "j00101999w", "J 00101999 W", "J 00 10 19 99 W", "J0-01-01-999-W"]
)
def test_an_identity_number_is_found_however_it_is_spaced(number):
    text = f"Viktima ({number}) u dëgjua."
    assert find_identifiers(text) == [Match(Kind.IDENTITY_NUMBER, 9, 9 + len(number))]


@pytest.mark.parametrize("month", ["01", "12", "31", "42", "51", "62", "81", "92"])
def test_every_form_of_the_month_is_known(month):
    nine = f"I5{month}15042"
    assert kinds(nine + check_letters(nine)[0]) == [Kind.IDENTITY_NUMBER]


@pytest.mark.parametrize("month", ["00", "13", "30", "43", "50", "63", "80", "93"])
def test_a_month_that_does_not_exist_is_no_identity_number(month):
    nine = f"I5{month}15042"
    assert kinds(nine + check_letters(nine)[0]) == []


def test_a_person_born_in_the_1800s_has_a_digit_first():
    nine = "980101123"
    assert kinds(nine + check_letters(nine)[0]) == [Kind.IDENTITY_NUMBER]


@pytest.mark.parametrize("day", ["00", "32", "40"])
def test_a_day_that_does_not_exist_is_no_identity_number(day):
    nine = f"I501{day}042"
    assert kinds(nine + check_letters(nine)[0]) == []


def test_a_wrong_check_letter_is_a_code_unless_a_label_says_otherwise():
    assert "K" not in check_letters("J00101999")
    assert kinds("Dosja J00101999K u mbyll.") == []
    for label in (
        "NID:",
        "ID",
        "Nr. personal",
        "numri i identitetit nr.",
        "letërnjoftimi",
        "Identity number",
        "ID no.",
    ):
        assert kinds(f"{label} J00101999K u mbyll.") == [Kind.IDENTITY_NUMBER], label


def test_an_identity_number_inside_a_longer_code_is_not_one():
    assert kinds("XJ00101999W") == kinds("J00101999WX") == kinds("7J00101999W") == []


# --- Telephone, e-mail, passport ---


@pytest.mark.parametrize(
    "number",
    [
        "0691234567", "069 123 4567", "069 12 34 567", "069-123-4567", "069/1234567", "069.123.4567", "(069) 123 4567",
        "+355691234567", "+355 69 123 4567", "+355 (0)69 123 4567", "(+355) 69 123 4567", "00355 69 1234567",
        "00355-69-123-4567", "355 69 123 4567", "+355-69-12-34-567", "0661234567", "+355 4 2234567", "+383 44 123 456",
        "+39 333 123 4567", "0044 7700 900123",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found(number):
    assert kinds(f"Mund të telefonohet në {number}, pasdite.") == [Kind.PHONE]


@pytest.mark.parametrize(
    "text", ["Tel. 042 234 567", "cel: 69 123 4567", "whatsapp 691234567", "Phone no. 04 2234567"]
)
def test_a_number_that_is_called_one_is_found_without_its_prefix(text):
    assert kinds(text) == [Kind.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "116 006", "116 111", "129", "0800 12 12", "linja 116 006 dhe 116 111", "tel. 116 006", "telefoni 116 111",
        "69 123 456 lekë", "1 069 123 456 lekë", "06.12.2024 14:30", "06/12/2024", "+15 %", "2024-06-12 08:15:00",
        "c++1998/103650", "0.004 0.004 0.036 12.20", "commit 007023002811469ae398",
    ],
)  # fmt: skip
def test_hotlines_amounts_and_dates_are_no_telephone_numbers(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.com",
        "ana.b-c+x@mail.example.al",
        "ANA@EXAMPLE.COM",
        "info@ministria.gov.example",
        "ën.ç@shembull.al",
    ],
)
def test_an_address_is_found_an_institution_s_too(address):
    assert passages(f"Shkruani te {address}.") == [address]


def test_the_dots_of_a_form_are_no_part_of_an_address():
    assert passages("E-mail" + "." * 90 + "ana@example.com")[0].endswith("ana@example.com")
    assert kinds("@tryeza në rrjete, 5 @ 100 lekë, a@b") == []


@pytest.mark.parametrize(
    "text",
    [
        "pasaporta nr. BA1234567", "Pasaporta: BA1234567", "pasaportë shqiptare me numër BA 1234567",
        "Passport No. 123456789", "passport number is C01X00T47", "numri i pasaportës: ba1234567",
        "Pasaporta\nBA1234567",
    ],
)  # fmt: skip
def test_a_passport_is_found_by_its_label(text):
    assert kinds(text) == [Kind.PASSPORT]


def test_two_passports_after_one_label_are_both_found():
    assert passages("pasaportat BA1234567 dhe BB7654321") == ["BA1234567", "BB7654321"]


@pytest.mark.parametrize(
    "text",
    [
        "BA1234567", "pasaporta biometrike lëshohet për 10 vjet", "pasaporta kushton 7500 lekë",
        "u lëshuan 120 000 pasaporta në vitin 2023", "passports, decision nr 12345 of 2024",
    ],
)  # fmt: skip
def test_a_passport_needs_its_label_and_a_code(text):
    assert kinds(text) == []


# --- Birth date ---


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


def test_two_birth_dates_joined_by_an_and_are_both_found():
    assert passages("të lindur më 12.03.2001 dhe 04.05.2003.") == ["12.03.2001", "04.05.2003"]


@pytest.mark.parametrize(
    "text",
    [
        "më 12.03.2024 u mbajt mbledhja", "ligji datë 12.03.2024", "12 mars 2024", "on 12 March 2024",
        "detyrimi ka lindur më 12.03.2024", "nevoja për strehim ka lindur më 12.03.2024", "e lindur në vitin 2001",
        "the duty was born on 12 March 2024", "Ajo u lind në Shkodër. Më 12.03.2024 u dëgjua.", "Lindje, 12.03.2024",
        "fëmijë të lindur jashtë, sipas VKM datë 12.03.2020", "lindur në mars 2001", "verilindje 12.03.2024",
        "e lindur më 12.03.20012",
    ],
)  # fmt: skip
def test_other_dates_are_left_alone(text):
    assert kinds(text) == []


# --- Reading what people paste ---


@pytest.mark.parametrize(
    "text",
    [
        "069\u00a0123\u00a04567", "069\u202f123\u202f4567", "069\u2011123\u20114567", "069\u00ad123\u00ad4567",
        "069\u200b1234567", "０６９ １２３ ４５６７", "٠٦٩ ١٢٣ ٤٥٦٧", "069\t123\t4567",
    ],
)  # fmt: skip
def test_a_number_is_found_through_what_typesetting_does_to_it(text):
    full = f"Çështja: {text} është"
    assert passages(full) == [text]


def test_positions_hold_where_accents_are_separate_characters():
    text = unicodedata.normalize("NFD", "Datëlindja e saj është më 12.03.2001, ndërsa")
    assert passages(text) == ["12.03.2001"]


# --- Masking ---


def test_masking_shows_neither_text_nor_length():
    text = "Zonja (J00101999W, 069 123 4567, ana@example.com) e lindur më 12.03.2001."
    assert mask(text, find_identifiers(text)) == f"Zonja ({MASK}, {MASK}, {MASK}) e lindur më {MASK}."


def test_masking_takes_only_what_was_chosen_in_any_order():
    text = "0691234567 dhe 0681234567"
    first, second = find_identifiers(text)
    assert mask(text, [second]) == f"0691234567 dhe {MASK}"
    assert mask(text, [second, first, first]) == f"{MASK} dhe {MASK}"
    assert mask(text, []) == text


def test_overlapping_passages_leave_no_rest():
    text = "0123456789"
    overlapping = [Match(Kind.PHONE, 2, 6), Match(Kind.EMAIL, 4, 8), Match(Kind.PHONE, 8, 9)]
    assert mask(text, overlapping) == f"01{MASK}{MASK}9"


@pytest.mark.parametrize(
    "match", [Match(Kind.PHONE, 0, 99), Match(Kind.PHONE, -1, 2), Match(Kind.PHONE, 2, 2)]
)
def test_a_match_of_another_text_is_refused(match):
    with pytest.raises(ValueError, match="another text"):
        mask("0123456789", [match])


def test_a_match_holds_nothing_of_the_text():
    assert repr(find_identifiers("0691234567")[0]) == "Match(kind=<Kind.PHONE: 'phone'>, start=0, end=10)"


@given(
    st.text(alphabet=st.sampled_from("0123456789+-. /()@aejJWQ\n\u00a0\u0308lindurmëpasaport"), max_size=300)
)
@settings(deadline=None)
def test_matches_lie_in_the_text_in_order_and_apart(text):
    found = find_identifiers(text)
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert mask(text, found).count(MASK) == len(found)


# --- The figures: recall 99 %, one false alarm in 1,000 paragraphs ---


def formatted(rng):
    """One identifier in one of the forms in which people write it, with its kind."""
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(27_000))
    mobile = f"{rng.choice('6789')}{rng.randrange(10**7):07}"
    nid = identity_number(rng)
    month_sq, month_en = ALBANIAN_MONTHS[born.month - 1], ENGLISH_MONTHS[born.month - 1]
    day = rng.choice(
        [f"{born:%d.%m.%Y}", f"{born:%d/%m/%Y}", f"{born.day}.{born.month}.{born.year}", f"{born:%Y-%m-%d}"]
    )
    return rng.choice(
        [
            (Kind.IDENTITY_NUMBER, rng.choice([nid, nid.lower(), f"{nid[0]} {nid[1:9]} {nid[9]}"])),
            (Kind.PHONE, rng.choice([f"06{mobile}", f"06{mobile[0]} {mobile[1:4]} {mobile[4:]}"])),
            (Kind.PHONE, rng.choice(["+355 6", "+3556", "00355 6", "00355-6"]) + f"{mobile[0]} {mobile[1:]}"),
            (
                Kind.EMAIL,
                f"{rng.choice(['ana', 'b.hoxha', 'x_1'])}{rng.randrange(99)}@{rng.choice(['a.al', 'mail.com'])}",
            ),
            (
                Kind.PASSPORT,
                f"{rng.choice(['pasaporta nr.', 'Passport No.'])} B{rng.choice('ABCD')}{rng.randrange(10**7):07}",
            ),
            (Kind.BIRTH_DATE, rng.choice(["e lindur më ", "datëlindja ", "DOB: ", "born on "]) + day),
            (Kind.BIRTH_DATE, f"lindur në Durrës, më {born.day} {month_sq} {born.year}"),
            (Kind.BIRTH_DATE, f"born on {month_en} {born.day}, {born.year}"),
        ]
    )


def test_recall_on_formatted_identifiers():
    rng = random.Random(20261124)
    missed = []
    for _ in range(5_000):
        kind, written = formatted(rng)
        text = (
            f"{ordinary_paragraph(rng)} Dëshmitarja tregoi: {written}, dhe u kthye. {ordinary_paragraph(rng)}"
        )
        if kind not in kinds(text):
            missed.append(written)
    assert len(missed) <= 50, missed[:5]


SENTENCES = (
    "Sipas ligjit nr. {n}/{y}, institucioni përgjigjet brenda {d} ditëve.",
    "Ligji 119/2014 dhe ligji nr. 9887, datë {date}, i ndryshuar, mbrojnë të drejtën.",
    "Kërkesa me nr. {n}/{d} prot., datë {date}, nuk mori përgjigje deri më {date2}.",
    "VKM nr. {n}, datë {date}, neni {d}, pika {d}, shkronja “a”, kërkon bashkëpunim.",
    "Më {date} mobilja njësi identifikoi {d} raste në qarkun e Durrësit.",
    "Linja kombëtare 116 006, linja e fëmijëve 116 111 dhe policia 129 punojnë 24 orë.",
    "Buxheti i strehëzës ishte {amount} lekë në {y} dhe {amount} lekë më pas.",
    "Fondi prej {amount2} EUR (rreth {amount} lekë) u miratua me vendimin nr. {n}.",
    "Nga {d} raste të {y}, {d} ishin fëmijë; në {date2} u raportuan {n} të tjera (+{d} %).",
    "Për rekomandimin T-{y}-7QK{d} afati mbaron më {longdate}.",
    "Mbledhja e {longdate}, ora {d}:30, u shty për në sallën {n}.",
    "E drejta për ankim lind nga data {date}; detyrimi ka lindur më {date2}.",
    "Të miturit e lindur jashtë vendit nuk u regjistruan gjatë vitit {y}.",
    "Pasaporta biometrike kushton 7500 lekë dhe lëshohet brenda {d} ditëve.",
    "Në pikën kufitare u kontrolluan {amount2} pasaporta gjatë {y}-{y}.",
    "Numri i identitetit nuk kërkohet në formular, as numri i telefonit.",
    "Under Law {n}/{y}, Article {d}(2), the authority answers within {d} working days.",
    "Protocol no. {n}/{d} of {date} was registered under reference 2024/{n}-{d}.",
    "On {longdate_en} the committee reviewed {d} cases and spent EUR {amount3}.",
    "The helplines 116 006 and 116 111 received {amount2} calls between {date} and {date2}.",
    "Children born abroad were not registered; see Decision No. {n} of {date}.",
    "Shih https://example.org/raport/{y}/{n}?p={d} dhe faqet {d}-{n}, §{d}.",
    "Adresa e institucionit: Bulevardi {d}, nr. {n}, Tiranë 1001, kati {d}, godina B{d}.",
    "Standardet ISO 27001:{y}, formulari F-{n}/{d}, dosja penale nr. {n}{n} e vitit {y}.",
    "Viti shkollor {y}/{d}, klasa e {d}-të: {n} nxënës, {d},{d} % pa mbrojtje.",
)


def ordinary_paragraph(rng):
    """Two to five sentences such as concerns are made of: laws, dates, protocols, helplines and amounts."""

    def day():
        return date(2000, 1, 1) + timedelta(days=rng.randrange(9_800))

    def sentence():
        first, second, third, fourth = day(), day(), day(), day()
        style = rng.choice(["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"])
        return rng.choice(SENTENCES).format(
            n=rng.randrange(1, 9999),
            y=rng.randrange(1995, 2027),
            d=rng.randrange(1, 31),
            date=first.strftime(style),
            date2=f"{second.day}.{second.month}.{second.year}",
            longdate=f"{third.day} {ALBANIAN_MONTHS[third.month - 1]} {third.year}",
            longdate_en=f"{fourth.day} {ENGLISH_MONTHS[fourth.month - 1]} {fourth.year}",
            amount=f"{rng.randrange(10**9):,}".replace(",", rng.choice([" ", ".", ",", "\u00a0", ""])),
            amount2=f"{rng.randrange(10**6):,}".replace(",", rng.choice([" ", "."])),
            amount3=f"{rng.randrange(10**9):,}.{rng.randrange(100):02}",
        )

    return " ".join(sentence() for _ in range(rng.randrange(2, 6)))


def test_false_alarms_on_ordinary_paragraphs():
    rng = random.Random(119_2014)
    alarms = [p for p in (ordinary_paragraph(rng) for _ in range(10_000)) if find_identifiers(p)]
    assert len(alarms) <= 10, alarms[:3]


# --- Time grows with the length: each of these makes a careless pattern try every pair of positions ---


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("a", 0), ("1", 0), (" ", 0), ("@", 0), ("a@", 0), ("a.", 0), ("@a.", 0), ("0 6 ", 0), ("+355", 0), ("069 ", 0),
        ("06", 0), ("J4 ", 0), ("J-", 0), ("lindur ", 0), ("lindur\n", 0), ("pasaporta ", 0), ("pasaporta nr ", 0),
        ("datelindja", 0), ("1.1.", 0), ("12 mars ", 0), ("DOB ", 0), ("ë", 0), ("e\u0308", 0), ("((", 0), ("-.", 0),
    ],
)  # fmt: skip
def test_a_hostile_text_of_100_kb_is_read_to_its_end(unit, found):
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    assert len(find_identifiers(text)) == found
    assert [m.kind for m in find_identifiers(text + " . ana@example.com")][-1:] == [Kind.EMAIL]


def test_many_identifiers_are_all_found_in_100_kb():
    assert len(find_identifiers("ana@example.com 0691234567, " * 3_500)) == 7_000
    assert len(find_identifiers("pasaporta BA1234567. " * 4_000)) == 4_000
    assert len(find_identifiers("lindur 12.03.2001. " * 4_000)) == 4_000
    assert len(find_identifiers("lindur " + "12.03.2001, " * 8_000)) == 8_000


def test_the_alphabet_of_check_letters_has_23():
    assert len(set(LETTERS)) == 23
