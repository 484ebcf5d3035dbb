"""How far two codings agree: counted by hand."""

import math

import pandas as pd
import pytest

from s3analysis.measures.record import coding


def codings(need, fit=("answers", "partly", "", "")):
    return pd.DataFrame(
        {
            "first_need": ["yes", "yes", "no", "no"],
            "first_fit": ["answers", "none_found", "", ""],
            "need": list(need),
            "fit": list(fit),
        }
    )


def test_the_fit_of_what_the_first_coding_takes_for_needs_is_compared():
    found = coding.agreement(codings(["yes", "yes", "no", "no"]))
    assert found.set_index("judged")["same"].to_dict() == {"need": 4, "fit": 1}
    assert found.set_index("judged")["cases"].to_dict() == {"need": 4, "fit": 2}


def test_kappa_is_what_is_left_of_agreement_after_chance():
    # 3 of 4 alike; by chance 2/4 * 1/4 + 2/4 * 3/4 = 1/2: (3/4 - 1/2) / (1 - 1/2)
    found = coding.agreement(codings(["yes", "no", "no", "no"]))
    assert found.set_index("judged").loc["need", "kappa"] == pytest.approx(0.5)


def test_two_codings_that_know_one_word_have_no_kappa():
    alike = codings(["yes"] * 4, ["partly"] * 4).assign(first_need="yes", first_fit="partly")
    assert coding.agreement(alike)["kappa"].map(math.isnan).all()
