import pytest

from service.text.language import detect_language, find_foreign_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The mayor said on Monday that the old quay would be shut for repairs.", "en"),
        ("Der Bürgermeister sagte am Montag, dass die alte Brücke gesperrt bleibt.", "de"),
        ("Le maire a déclaré lundi que le vieux pont resterait fermé à la circulation.", "fr"),
        ("El alcalde dijo el lunes que el viejo puente seguirá cerrado al tráfico.", "es"),
        ("Мэр заявил в понедельник, что старый мост останется закрытым.", "ru"),
        ("1234 !!!", "und"),
    ],
)
def test_the_language_is_named_by_its_code(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_a_menu_in_another_language_does_not_decide() -> None:
    menu = "Inicio\nNoticias\nDeportes\nCultura\n" * 20
    prose = "The mayor said on Monday that the old quay would be shut for repairs. " * 200
    assert detect_language(menu + prose) == "en"


@pytest.mark.parametrize(
    ("foreign", "code"),
    [
        ("Der Bürgermeister sagte am Montag, dass die alte Brücke gesperrt bleibt. ", "de"),
        ("Borgmesteren sagde mandag, at den gamle bro forbliver lukket for al trafik. ", "da"),
        ("De burgemeester zei maandag dat de oude brug gesloten blijft voor verkeer. ", "nl"),
    ],
)
def test_a_foreign_text_with_an_english_quotation_in_it_stays_foreign(
    foreign: str, code: str
) -> None:
    quotation = "“The bridge and the quay, which were built by the city, have been closed.” "
    assert find_foreign_language(foreign * 4 + quotation) == code


def test_an_english_text_with_foreign_names_in_it_stays_english() -> None:
    names = "Bürgermeister Jörg Müller-Lüdenscheidt, Łukasz Żółć and Þórður Guðmundsson said that "
    assert find_foreign_language((names + "the old quay would be shut by the city. ") * 4) is None
