import pytest

from service.text.language import detect_language


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
