"""The tree over transcripts, held against the vectors published with Certificate Transparency (RFC 6962)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam import hash_tree

DATA = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [hash_tree.leaf(one) for one in DATA]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# (leaf counted from one, size of the tree, audit path), from the same set.
PATHS = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        2,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def test_the_empty_tree_has_the_published_head() -> None:
    assert hash_tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_each_tree_has_its_published_head(size: int) -> None:
    assert hash_tree.root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("number", "size", "path"), PATHS)
def test_each_leaf_has_its_published_path(number: int, size: int, path: list[str]) -> None:
    found = hash_tree.proof(LEAVES[:size], number - 1)
    assert [one.hex() for one in found] == path
    assert hash_tree.proves(LEAVES[number - 1], number - 1, size, found, bytes.fromhex(ROOTS[size - 1]))


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_and_nothing_else_is(size: int, data: st.DataObject) -> None:
    leaves = [hash_tree.leaf(bytes([number])) for number in range(size)]
    at = data.draw(st.integers(0, size - 1))
    path, head = hash_tree.proof(leaves, at), hash_tree.root(leaves)
    assert hash_tree.proves(leaves[at], at, size, path, head)
    assert not hash_tree.proves(hash_tree.leaf(b"another"), at, size, path, head)
    other = data.draw(st.integers(0, size - 1).filter(lambda one: one != at)) if size > 1 else size
    assert not hash_tree.proves(leaves[at], other, size, path, head)
    assert not hash_tree.proves(leaves[at], at, size, [*path, head], head)
    if path:
        assert not hash_tree.proves(leaves[at], at, size, path[:-1], head)


def test_a_leaf_cannot_pass_for_a_node() -> None:
    assert hash_tree.leaf(LEAVES[0] + LEAVES[1]) != hash_tree.node(LEAVES[0], LEAVES[1])


def test_there_is_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(IndexError):
        hash_tree.proof(LEAVES, 8)
    assert not hash_tree.proves(LEAVES[0], 0, 0, [], hash_tree.EMPTY)
