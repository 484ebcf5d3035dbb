import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits.answers import answer


def test_without_rows_there_is_a_sentence_or_nothing_at_all():
    empty = pd.DataFrame({"A": []})
    told = answer(empty, "There is none.", key="a")
    assert isinstance(told, Markdown)
    assert told.data == "There is none."
    assert answer(empty, "", key="a") is None
