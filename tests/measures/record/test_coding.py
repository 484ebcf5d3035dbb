"""How far two codings agree: counted by hand."""

import math

import pandas as pd
import pytest

from s3analysis.measures.record import coding
from s3analysis.sources import record

STATEMENTS = pd.DataFrame({"statement_id": list("abcd"), "need": ["yes", "yes", "no", "no"]})
ANSWERS = pd.DataFrame(
    {"statement_id": ["a", "a", "b"], "fit": ["partly", "answers", "none_found"]}
)


def second(need, fit=("answers", "partly", "", "")):
    return STATEMENTS[["statement_id"]].assign(need=list(need), fit=list(fit))


def test_the_best_service_of_a_need_is_compared():
    found = coding.agreement(STATEMENTS, ANSWERS, second(["yes", "yes", "no", "no"]))
    assert found.set_index("judged")["same"].to_dict() == {"need": 4, "fit": 1}
    assert found.set_index("judged")["cases"].to_dict() == {"need": 4, "fit": 2}


def test_kappa_is_what_is_left_of_agreement_after_chance():
    # 3 of 4 alike; by chance 2/4 * 1/4 + 2/4 * 3/4 = 1/2: (3/4 - 1/2) / (1 - 1/2)
    found = coding.agreement(STATEMENTS, ANSWERS, second(["yes", "no", "no", "no"]))
    assert found.set_index("judged").loc["need", "kappa"] == pytest.approx(0.5)


def test_two_codings_that_know_one_word_have_no_kappa():
    all_needs = STATEMENTS.assign(need="yes")
    answers = pd.DataFrame({"statement_id": list("abcd"), "fit": "partly"})
    found = coding.agreement(all_needs, answers, second(["yes"] * 4, ["partly"] * 4))
    assert found["kappa"].map(math.isnan).all()


def test_a_statement_that_was_coded_twice_again_is_refused():
    again = pd.concat([second(["yes"] * 4)] * 2)
    with pytest.raises(pd.errors.MergeError):
        coding.agreement(STATEMENTS, ANSWERS, again)


def test_every_statement_of_the_record_was_coded_again():
    statements, again = record.read("statements"), record.read("second_coding")
    assert again["statement_id"].tolist() == statements["statement_id"].tolist()
    needs = statements["need"] == "yes"
    assert ((again["fit"] != "") == needs).all()
