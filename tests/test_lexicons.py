from onrecord.lexicons import main


def test_tables_are_those_of_the_sources():
    assert main(["--check"]) == 0
