import onrecord


def labels(text):
    analysis = onrecord.analyse(text)
    return {analysis.quote(x.span): x for x in analysis.labels}, analysis


def test_a_loaded_name_in_the_outlets_voice_is_the_outlets():
    found, _ = labels("The regime in Altavia closed the border on Monday.")
    assert found["regime"].applied_by is None


def test_a_loaded_name_inside_a_quotation_is_the_speakers():
    found, analysis = labels("“The occupation must end,” Maria Olin said.")
    (attribution,) = analysis.attributions
    assert found["occupation"].applied_by == attribution.id


def test_an_unquoted_name_in_indirect_speech_stays_with_the_outlet_and_is_unsure():
    found, _ = labels("The minister said that the terrorists had left the town.")
    assert found["terrorists"].applied_by is None
    assert found["terrorists"].confidence <= 0.6


def test_a_side_put_to_an_actor_is_a_label():
    found, _ = labels("Several Norland-backed fighters crossed the river near the town.")
    assert "Norland-backed" in found


def test_ordinary_words_are_no_labels():
    found, _ = labels("The council approved the budget for the new school on Tuesday.")
    assert not found


def test_two_statements_with_one_content_are_no_obstacle():
    found, _ = labels("“The regime fell,” the minister said, according to the Daily Lamp, which said “the regime fell”.")
    assert "regime" in found


def test_what_is_called_deplorable_is_the_launch_and_not_who_says_so():
    found, analysis = labels("Marta Olin called the launch “deplorable”.")
    names = {e.id: e.name for e in analysis.entities}
    assert names.get(found["deplorable"].entity) != "Marta Olin"


def test_a_term_in_quotation_marks_judges_nobody():
    assert labels("The phone has a “night shade” for tired eyes.")[0] == {}
    assert "migrant" in labels("Three ‘migrant’ attacks were reported in Osk.")[0]


def test_a_describing_label_is_a_name_for_the_actor_that_it_is_tied_to():
    for text, word in (
        ("The terrorists of Daesh left the town.", "terrorists"),
        ("ISIS militants attacked the town.", "militants"),
        ("The Taliban insurgents left.", "insurgents"),
    ):
        found, analysis = labels(text)
        names = {e.id: e.name for e in analysis.entities}
        assert names[found[word].entity] == ("Taliban" if "Taliban" in text else "Islamic State (ISIS)")
