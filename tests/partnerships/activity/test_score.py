"""The worked cases of domain.md 3.6."""

import pytest

from partnerships.activity.score import Inputs, band_of, best_step, score_of

pytestmark = pytest.mark.pure
LIVELY = Inputs(
    encounters=((26, 3), (45, 8), (20, 14), (6, 2)),
    carriers=(2, 3, 5, 8, 8, 14),
    projects=(1.0, 0.5),
    contacts=(1, 4, 9),
    visitors=(58, 39),
    planned=3,
)
DORMANT = Inputs(
    encounters=((4, 40),), carriers=(40,), projects=(), contacts=(38,), visitors=(0, 4), planned=0
)
NEW = Inputs(
    encounters=((12, 10),),
    carriers=(10, 12),
    projects=(1.0,),
    contacts=(1, 3, 10),
    visitors=(12, 0),
    planned=2,
)


def test_a_lively_partnership_with_its_components():
    score = score_of(LIVELY)

    assert score.value == pytest.approx(63.6, abs=0.1)
    assert [round(part.value, 1) for part in score.components] == [61.2, 64.9, 52.8, 68.8, 67.2, 77.7]
    assert score.band == "lively"


def test_a_dormant_one_would_gain_most_from_a_pupil_exchange():
    step = best_step(DORMANT)

    assert score_of(DORMANT).value == pytest.approx(1.7, abs=0.1)
    assert (step.name, step.score) == ("exchange", pytest.approx(20.8, abs=0.1))


def test_a_new_one_shows_that_nobody_has_returned_the_visit():
    score = score_of(NEW)

    assert score.value == pytest.approx(32.6, abs=0.1)
    assert (score.band, score.gap.name, score.gap.value) == ("stable", "reciprocity", 0)


def test_what_nobody_recorded_is_unknown_and_not_nothing():
    score = score_of(Inputs(encounters=((20, 0),)))

    assert score.coverage == (1, 6)
    assert [part.value for part in score.components[1:]] == [None] * 5
    assert score.gap.name == "encounters"
    assert score_of(Inputs()).gap is None


@pytest.mark.parametrize(
    ("value", "band"),
    [(100, "lively"), (60, "lively"), (59.9, "stable"), (30, "stable"), (10, "resting"), (9.9, "inactive")],
)
def test_bands(value, band):
    assert band_of(value) == band


def test_more_never_lowers_the_score():
    assert best_step(LIVELY).gain > 0
    assert best_step(Inputs()).gain > 0
