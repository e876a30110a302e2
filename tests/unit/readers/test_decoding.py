import pytest

from etl.readers.decoding import Decoded, declared_charset, decode

SENTENCE = "某某县人民政府二〇二三年政府信息公开工作年度报告，全年受理申请12件。"
TRADITIONAL = "全年受理政府資訊公開申請十二件，依法辦結十一件，結轉下年度繼續辦理一件。"


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("gb18030", b"\x84\x31\x95\x33"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(encoding: str, bom: bytes) -> None:
    assert decode(bom + SENTENCE.encode(encoding)) == Decoded(SENTENCE, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_bytes_tell_the_encoding(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == Decoded(SENTENCE, encoding)


def test_traditional_text_in_big5_is_not_taken_for_rare_characters_of_gb18030() -> None:
    assert decode(TRADITIONAL.encode("big5")) == Decoded(TRADITIONAL, "cp950")


def test_traditional_text_in_gb18030_stays_gb18030() -> None:
    assert decode(TRADITIONAL.encode("gb18030")) == Decoded(TRADITIONAL, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zero_bytes(encoding: str) -> None:
    page = f"<html><body><p>{SENTENCE}</p></body></html>"
    assert decode(page.encode(encoding)) == Decoded(page, encoding)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_a_character_outside_gb2312_is_read_in_a_page_that_declares_gb2312(declared: str) -> None:
    assert decode("朱镕基、㐂、𠮷".encode("gb18030"), declared) == Decoded("朱镕基、㐂、𠮷", "gb18030")


def test_a_wrong_declaration_is_overruled_and_noted() -> None:
    decoded = decode("规章".encode("gb18030"), "utf-8")
    assert decoded == Decoded("规章", "gb18030", ("文件声明的编码是 utf-8，实际按 GB18030 读出",))
    decoded = decode(SENTENCE.encode(), "gb2312")
    assert decoded == Decoded(SENTENCE, "utf-8", ("文件声明的编码是 gb2312，实际按 UTF-8 读出",))


def test_a_declaration_that_makes_no_difference_is_not_noted() -> None:
    assert decode(b"<p>12</p>", "gb2312").notes == ()
    assert decode(SENTENCE.encode(), "UTF8").notes == ()


def test_an_unknown_charset_is_noted_not_trusted() -> None:
    assert decode("规章".encode(), "x-unknown").notes == ("文件声明的编码是 x-unknown，实际按 UTF-8 读出",)


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_a_last_character_cut_in_two_costs_that_character_only(encoding: str, cut: int) -> None:
    assert decode(SENTENCE[:-1].encode(encoding) + "总".encode(encoding)[:-cut]) == Decoded(SENTENCE[:-1], encoding)


def test_one_damaged_byte_does_not_turn_a_utf8_text_into_another_encoding() -> None:
    damaged = (SENTENCE * 5).encode() + b"\xff" + SENTENCE.encode()
    assert decode(damaged) == Decoded(
        SENTENCE * 5 + "\ufffd" + SENTENCE, "utf-8", ("有 1 处字节无法解码，以 \ufffd 代替",)
    )


def test_damaged_gb18030_is_read_with_the_least_loss_and_counted() -> None:
    decoded = decode(SENTENCE.encode("gb18030") + b"\xff\n" + SENTENCE.encode("gb18030"))
    assert decoded.encoding == "gb18030"
    assert decoded.text.startswith(SENTENCE) and decoded.text.endswith(SENTENCE)
    assert decoded.notes == ("有 1 处字节无法解码，以 \ufffd 代替",)


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">', "gb2312"),
        (b"<meta charset=utf-8>", "utf-8"),
        (b'<?xml version="1.0" encoding="GBK"?>', "gbk"),
        (b"<p>no declaration</p>", None),
        (b" " * 5000 + b"<meta charset=utf-8>", None),
    ],
)
def test_the_declaration_is_looked_for_near_the_start(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset
