"""The guard against identifiers: what it must find, what it must leave alone, and how it masks."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.identifiers import LETTERS, MASK, Kind, Match, check_letters, find_identifiers, mask


def kinds(text):
    return [match.kind for match in find_identifiers(text)]


def passages(text):
    return [text[match.start : match.end] for match in find_identifiers(text)]


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
    "number",
    ["J00101999W", "j00101999w", "j 00101999 w", "J 00101999 W", "J 00 10 19 99 W", "J0-01-01-999-W"],
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


def test_an_amount_and_the_word_after_it_are_no_identity_number():
    assert check_letters("201011270") == "E"
    assert kinds("Shuma 201 011 270 e paguar.") == []
    assert kinds("201 011 270 E") == kinds("201011270e") == [Kind.IDENTITY_NUMBER]


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


AROUND = "_\ufe0f\u20e3[]"  # signs that are no part of a number
# --- Written apart, by who fills a table or would hide it ---


@pytest.mark.parametrize(
    "number",
    [
        "J.5.0.6.1.3.0.4.5.E", "J50/613/045E", "J_5_0_6_1_3_0_4_5_E", "J.50.61.3045E", "J5061, 3045E", "J5061 - 3045E",
        "J5061\n3045E", "J  5  0  6  1  3  0  4  5  E", "J5061•3045E", "J5️⃣0️⃣6️⃣1️⃣3️⃣0️⃣4️⃣5️⃣E",
    ],
)  # fmt: skip
def test_an_identity_number_is_found_whatever_stands_between_its_signs(number):
    assert passages(f"Viktima ({number}) u dëgjua.") == [number]


def test_an_identity_number_is_found_that_touches_its_label():
    assert passages("NIDJ50613045E") == ["J50613045E"]


@pytest.mark.parametrize(
    "text", ["vendimi i 10.12.2024, e më pas", "i 2.04.12.024 e", "Shuma 201.011.270. E drejta"]
)
def test_a_date_or_an_amount_between_two_words_is_no_identity_number(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "069_123_4567", "069,123,4567", "069•123•4567", "069|123|4567", "069:123:4567",
        "069\\123\\4567", "069\n123\n4567", "069;123;4567", "[069] 123-4567",
        "06 91 23 45 67", "0-6-9-1-2-3-4-5-6-7", "0 0 3 5 5 6 9 1 2 3 4 5 6 7", "O69 123 4567", "_0691234567_",
        "zero gjashtë nëntë një dy tre katër pesë gjashtë shtatë", "zero, six, nine, one, two, three, four, five, six",
        "0️⃣6️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_however_it_is_cut_up(number):
    assert [passage.strip(AROUND) for passage in passages(f"Mund të thirret në {number}; pasdite.")] == [
        number.strip(AROUND)
    ]


@pytest.mark.parametrize(
    "text",
    ["tel0691234567", "nr0691234567", "numri i telefonit është 691234567", "Telefoni i saj: 69 123 4567"],
)
def test_a_telephone_number_is_found_beside_its_label(text):
    assert kinds(text) == [Kind.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "06.7.2024 8:30", "06.07.2024, 08:30-12:15", "nga një deri dy, tre ose katër raste", "më 6 9 1 2",
        "0,6 9,1 2,3 4,5 6,7 %", "të dhëna nga telefonatat: 116 006, 2024, 1200",
    ],
)  # fmt: skip
def test_dates_hours_and_lists_of_figures_are_no_telephone_numbers(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "ana.b (at) example.org", "ana[at]example.org", "ana at example dot org", "ana.b{at}example{dot}org",
        "ana te example pikë org", "ana @ example.org", "ana @ example . org", "ana@ example.org",
        '"ana b"@example.org', "ana@shembull.рф",
        "ana@shembull.xn--p1ai",
    ],
)  # fmt: skip
def test_an_address_is_found_that_no_program_would_read(address):
    found = passages(f"Shkruani: {address}, pastaj prisni.")
    assert len(found) == 1 and found[0].strip() in address and found[0].endswith(address[-4:])


@pytest.mark.parametrize(
    "text",
    [
        "5 @ 100 lekë",
        "shkruani @ zyra. Pastaj prisni",
        "at the office",
        "shkoi te zyra e policisë",
        "ne jemi te pika 3 e planit",
        "(at) ose (te)",
    ],
)
def test_words_that_hide_no_address_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "code", ["B A 1 2 3 4 5 6 7", "BA 123 4567", "BA123 4567", "BA.1234567", "BA/123/4567"]
)
def test_a_passport_is_found_in_groups(code):
    assert passages(f"pasaporta: {code}, e skaduar") == [code]


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


def test_the_mark_of_a_footnote_is_no_digit_of_the_number():
    assert passages("Numri 0691234567¹ nuk përgjigjet.") == ["0691234567"]


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


def test_the_alphabet_of_check_letters_has_23():
    assert len(set(LETTERS)) == 23
