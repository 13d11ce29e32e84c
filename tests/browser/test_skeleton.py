"""When the walk over all pages takes two pages for the same."""

from tests.browser.skeleton import body_and_frame, fingerprint, skeleton

PAGE = (
    '<html><body><header>{}</header><main id="inhalt"><h1>{}</h1>{}</main><footer>Ende</footer></body></html>'
)


def test_more_rows_and_other_words_are_the_same_skeleton_but_other_words():
    one = PAGE.format("Anna", "Aufrufe", '<ul><li class="row"><a href="/1">Nevers</a></li></ul>')
    two = PAGE.format("Anna", "Calls", '<ul><li class="row"><a href="/2">Novara</a></li><li class="row">'
                      '<a href="/3">Austin</a></li></ul>')  # fmt: skip

    assert body_and_frame(one) == body_and_frame(two)
    assert fingerprint(one) != fingerprint(two)


def test_who_is_signed_in_and_numbers_are_the_same_words():
    one = PAGE.format("Anna", "3 Aufrufe", "<p>in 12 Tagen</p>")
    two = PAGE.format("Bert", "4 Aufrufe", "<p>in 13 Tagen</p>")

    assert fingerprint(one) == fingerprint(two)


def test_what_axe_would_see_makes_another_skeleton():
    plain = "<h1>A</h1><p>Text</p><input type=text id=a aria-label=Name>"

    for other in (
        plain.replace("<p>", '<p class="faint">'),
        plain.replace("<p>Text</p>", "<h3>Text</h3>"),
        plain.replace("Text", ""),
        plain.replace(" aria-label=Name", ""),
        plain.replace("aria-label=Name", 'aria-label=""'),
        plain.replace("type=text", "type=email"),
    ):
        assert skeleton(other) != skeleton(plain), other


def test_another_frame_is_noticed():
    one, two = PAGE.format("Anna", "A", ""), PAGE.format("<nav>Anna</nav>", "A", "")

    assert body_and_frame(one)[0] == body_and_frame(two)[0]
    assert body_and_frame(one)[1] != body_and_frame(two)[1]
