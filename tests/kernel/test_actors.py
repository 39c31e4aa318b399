"""Systems that act by themselves have an id the ledger can keep."""

from dampingi.kernel.actors import System


def test_a_system_has_the_same_id_wherever_it_runs():
    """The id comes from the name alone, so that lines of two machines tell of one system."""
    assert System("checkpoints").id == System("checkpoints").id
    assert System("checkpoints").id != System("mail").id
    assert str(System("checkpoints").id) == "2316143b-49e2-50a5-a0d7-b15fe957694a"
    assert System("checkpoints").unit_id is None
    assert System("checkpoints").ledger_role == "system"
