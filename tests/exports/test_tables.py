"""Files that come in: every way a list of forms may be written, and everything else refused."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.messages import N_
from exports import table_files, table_zip, tables
from exports.table_files import opened
from exports.table_out import as_csv, as_text, as_xlsx, guarded, unguarded
from exports.tables import Columns, Row, read

LABELS = {
    "title": N_("Title"),
    "background": N_("Background and goal"),
    "expected": N_("Expected by"),
    "details": N_("Details"),
}
NAMES = {tables.plain(str(label)): field for field, label in LABELS.items()}
NAMES |= {field: field for field in LABELS} | {"标题": "title", "需求详情": "details"}
COLUMNS = Columns(NAMES, LABELS, (("title",),))
GOOD = {"title": "618大促活动", "details": "PRD: 3款; SAL: 2场"}


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes what comes in, and says where."""

    def write(data: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(data.encode(encoding) if isinstance(data, str) else data)
        return path

    return write


def rows(path: Path) -> list[Row]:
    with opened(str(path)) as source:
        return list(read(source, COLUMNS).rows())


def values(path: Path) -> list[Any]:
    return [row.values for row in rows(path)]


def notes(path: Path) -> list[str]:
    with opened(str(path)) as source:
        return [str(note) for note in read(source, COLUMNS).notes]


def refusal(path: Path) -> str:
    """Why the whole file is refused: one sentence, and it fits on two lines."""
    with pytest.raises(BadInput) as caught:
        rows(path)
    assert caught.value.field == "file"
    sentence = str(caught.value.message)
    assert sentence.isprintable()
    assert 10 < len(sentence) < 400
    return sentence


TEXT = "title,details\n618大促活动,PRD: 3款; SAL: 2场\n"


# CSV: encodings


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gb18030", ["list.csv is read as GB18030."]),
        ("utf-16", ["list.csv is read as UTF-16."]),
        ("utf-16-le", ["list.csv is read as UTF-16."]),
        ("utf-16-be", ["list.csv is read as UTF-16."]),
        ("utf-32", ["list.csv is read as UTF-32."]),
    ],
)
def test_the_encoding_is_found_and_said(
    put: Callable[..., Path], encoding: str, said: list[str]
) -> None:
    path = put(TEXT, encoding)
    assert values(path) == [GOOD]
    assert notes(path) == said


def test_gb18030_is_found_far_behind_the_beginning(put: Callable[..., Path]) -> None:
    text = "title\n" + "plain\n" * 100_000 + "最后一行需求的标题\n"
    path = put(text.replace("plain\n", "plain\n", 1), "gb18030")
    with opened(str(path)) as source:
        assert table_files.encoding_of(source) == "gb18030"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"title\n\xff\xff\xff\n", 2),
        (b"title\na\nb\n\x80\x80\xff\n", 4),
        (
            b"title\n" + "跨部门协作需求的标题和背景说明一共二十多个汉字".encode() + b"\xe5\n",
            2,
        ),
        ("标题\n".encode() * 30 + b"\xe5\xa5", 31),
    ],
)
def test_broken_octets_are_refused_with_their_line(
    put: Callable[..., Path], data: bytes, line: int
) -> None:
    """UTF-8 that is damaged is not taken for GB18030, in which it would be nonsense."""
    assert f"Line {line} of list.csv is no text" in refusal(put(data))


@pytest.mark.parametrize("tail", [b"\x00", b"\x00\xd8\n\x00"])
def test_UTF_16_that_breaks_off_is_refused(put: Callable[..., Path], tail: bytes) -> None:
    assert "is no text" in refusal(put(b"\xff\xfe" + "title\na".encode("utf-16-le") + tail))


# CSV: shapes


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_are_told_apart_by_whatever_separates_them(
    put: Callable[..., Path], separator: str, end: str
) -> None:
    lines = [separator.join(line) for line in (["title", "details"], ["A", '"PRD: 3, ""x""; y"'])]
    assert values(put(end.join(lines) + end)) == [{"title": "A", "details": 'PRD: 3, "x"; y'}]


def test_a_row_has_the_number_a_spreadsheet_shows(put: Callable[..., Path]) -> None:
    text = 'title,background\nA,"first\nsecond\r\nthird"\n\n,\nB,x\n'
    found = rows(put(text))
    assert [(row.number, row.values["title"]) for row in found] == [(2, "A"), (5, "B")]
    assert found[0].values["background"] == "first\nsecond\r\nthird"


@pytest.mark.parametrize(
    "heading",
    ["title", "Title", " TITLE ", "Ti tle", "标题", "标题 *", "ｔｉｔｌｅ", "Title:", "t_i_t_l_e"],
)
def test_headings_are_names_or_labels_in_either_language(
    put: Callable[..., Path], heading: str
) -> None:
    assert values(put(f"{heading},Background and goal\nA,why\n")) == [
        {"title": "A", "background": "why"}
    ]


def test_a_title_may_stand_above_the_headings(put: Callable[..., Path]) -> None:
    found = rows(put("需求清单,\n\n,2026\ntitle,details\nA,x\n"))
    assert [(row.number, row.values) for row in found] == [(5, {"title": "A", "details": "x"})]


def test_the_columns_of_a_report_are_passed_over(put: Callable[..., Path]) -> None:
    text = "title,row,field,reason\nA,7,title,Too long\n,8,,\n"
    assert values(put(text)) == [{"title": "A"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title,title\nA,B\n", "has the column “title” twice"),
        ("title,标题\nA,B\n", "has the column “标题” twice"),
        ("title,colour,Ti\x1btle\nA,B,C\n", "no such columns as in list.csv: “colour”, “Ti␛tle”"),
        ("background,details\nA,B\n", "lacks the columns Title"),
        ("foo,bar\n1,2\n", "no row with the names of the columns"),
        ("\n\n", "no row with the names of the columns"),
        ("A\nB\nC\n", "no row with the names of the columns"),
        ("", "is empty"),
        ("\ufeff", "no row with the names"),
        ("title," * 101 + "\nA\n", "more than 100 columns"),
        (",".join(["title", *(f"c{n}" for n in range(99_999))]) + "\n", "more than 100 columns"),
        ("title\n" + "A\n" * 50_001, "more than 50000 rows"),
        ("title\n" + "x" * (16 * 1024 * 1024), "longer than anything a form takes"),
        ("sep=;\nfoo;bar\n", "no row with the names of the columns"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_as_a_whole(
    put: Callable[..., Path], text: str, said: str
) -> None:
    assert said in refusal(put(text))


def test_50_000_rows_are_taken(put: Callable[..., Path]) -> None:
    with opened(str(put("title\n" + "A\n\n" * 50_000))) as source:
        table = read(source, COLUMNS)
        assert table.total == 50_000
        assert sum(1 for _ in table.rows()) == 50_000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A,B,C", "stands under no heading"),
        ('"A" x,B', "Behind a closing quotation mark"),
        ('A,"' + "x" * (1024 * 1024 + 1) + '"', "over a million characters"),
    ],
)
def test_a_bad_row_is_refused_alone(put: Callable[..., Path], line: str, said: str) -> None:
    before, bad, after = rows(put(f"title,details\nA,x\n{line}\nB,y\n"))
    assert (before.fault, after.fault) == (None, None)
    assert (before.number, bad.number, after.number) == (2, 3, 4)
    assert bad.fault is not None
    assert said in str(bad.fault.message)
    assert bad.cells == ["A", "B", "C"] or line[:5] in bad.cells[0]


def test_line_ends_may_be_mixed(put: Callable[..., Path]) -> None:
    found = rows(put("title,details\r\nA,x\rB,y\nC,z"))
    assert [(row.number, row.values["title"]) for row in found] == [(2, "A"), (3, "B"), (4, "C")]


def test_a_quotation_mark_over_the_whole_file_is_refused(put: Callable[..., Path]) -> None:
    assert "no row with the names" in refusal(put('"title,details\n' + "A,x\n" * 1000))


def test_a_quotation_mark_that_is_never_closed_is_said(put: Callable[..., Path]) -> None:
    good, bad = rows(put('title,details\nA,x\nB,"PRD\nC,z\n'))
    assert (good.values["title"], bad.number) == ("A", 3)
    assert bad.fault is not None
    assert "never closed" in str(bad.fault.message)


def test_what_a_text_may_not_hold_is_left_for_the_form_to_refuse(put: Callable[..., Path]) -> None:
    hostile = ["\x00", "\x1b[2J", "\x1b]52;c;x\x07", "[/]", "[@click=app.quit]", "\u202e", "\x85"]
    text = "title,details\n" + "".join(f"a{sign}b,c\n" for sign in hostile)
    assert [row.values["title"] for row in rows(put(text))] == [f"a{sign}b" for sign in hostile]


# Formulas


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-x", "@x", "＝1", "'=x", "''=x", " =x", "\t=x"]
)
def test_I6_no_text_becomes_a_formula_and_every_text_comes_back(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_I6_guarding_is_undone_by_unguarding(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in tuple("=+-@＝＋－＠") or not text


def test_I6_a_report_comes_back_as_it_was(put: Callable[..., Path]) -> None:
    cells = ["=HYPERLINK(1)", '+"x"\n', "'quoted'", "a,b;c", "-", "it's"]
    text = as_csv([["title", "details"], *([cell, "x"] for cell in cells)])
    assert text.splitlines()[1] == '"\'=HYPERLINK(1)","x"'
    assert [row.values["title"] for row in rows(put(text))] == [cell.strip() for cell in cells]


# Workbooks


def workbook(*lines: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(found, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(info.filename, content, zipfile.ZIP_DEFLATED)
    return found.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_become_what_people_would_type(put: Callable[..., Path]) -> None:
    from datetime import date, datetime

    cells = [
        "a_x000A_b", 3, 3.0, 0.1, True, date(2026, 12, 20), datetime(2026, 12, 20, 14, 30),  # noqa: DTZ001
        None,
        13800138000, "=1+1" + "'",
    ]  # fmt: skip
    found = rows(put(workbook(["title", "details"], *([f"t{n}", c] for n, c in enumerate(cells)))))
    assert [row.values.get("details") for row in found] == [
        "a\nb", "3", "3", "0.1", "yes", "2026-12-20", "2026-12-20 14:30", None, "13800138000", None,
    ]  # fmt: skip
    assert found[-1].fault is not None


def test_merged_titles_and_empty_rows_are_passed_over(put: Callable[..., Path]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "跨部门需求清单"
    sheet.merge_cells("A1:B1")
    for place, text in {"A3": "标题", "B3": "需求详情", "A6": "A", "B6": "x", "A9": "B"}.items():
        sheet[place] = text
    data = io.BytesIO()
    book.save(data)
    assert [(row.number, row.values["title"]) for row in rows(put(data.getvalue()))] == [
        (6, "A"), (9, "B"),
    ]  # fmt: skip


def test_formulas_give_their_last_values_and_that_is_said(put: Callable[..., Path]) -> None:
    data = workbook(["title", "details"], ["A", "=1+1"], ["B", '=IF(1,"",2)'])
    data = replaced(data, SHEET, b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    path = put(data)
    assert values(path) == [{"title": "A", "details": "2"}, {"title": "B"}]
    assert notes(path) == ["list.csv has formulas; their last values are taken."]


def test_formulas_that_were_never_calculated_are_refused(put: Callable[..., Path]) -> None:
    good, bad = rows(put(workbook(["title", "details"], ["A", "x"], ["B", "=1+1"])))
    assert (good.fault, bad.number) == (None, 3)
    assert bad.fault is not None
    assert "formula" in str(bad.fault.message)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_in_a_cell_is_refused(put: Callable[..., Path], error: str) -> None:
    [row] = rows(put(workbook(["title"], [error])))
    assert row.fault is not None
    assert error in str(row.fault.message)


def test_only_the_first_sheet_is_read_and_that_is_said(put: Callable[..., Path]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["title"])
    book.active.append(["A"])
    book.active.title = "需求"
    book.create_sheet("Other").append(["B"])
    data = io.BytesIO()
    book.save(data)
    path = put(data.getvalue())
    assert values(path) == [{"title": "A"}]
    assert notes(path) == ["list.csv: only the first sheet is read, “需求”."]


def test_a_workbook_of_too_many_columns_or_rows_is_refused(put: Callable[..., Path]) -> None:
    wide = workbook(["title", *(f"c{n}" for n in range(100))])
    assert "more than 100 columns" in refusal(put(wide))
    rows_ = b"".join(b'<row r="%d"><c r="A%d" t="str"><v>x</v></c></row>' % (n, n)
                     for n in range(2, 50_003))  # fmt: skip
    long = replaced(workbook(["title"]), SHEET, b"</sheetData>", rows_ + b"</sheetData>")
    assert "more than 50000 rows" in refusal(put(long))


def test_empty_rows_of_a_workbook_do_not_count(put: Callable[..., Path]) -> None:
    rows_ = b"".join(b'<row r="%d"/>' % n for n in range(2, 60_000))
    last = b'<row r="60000"><c r="A60000" t="str"><v>x</v></c></row>'
    data = replaced(workbook(["title"]), SHEET, b"</sheetData>", rows_ + last + b"</sheetData>")
    assert [row.number for row in rows(put(data))] == [60_000]


def a_zip(**parts: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return found.getvalue()


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/
content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>""".replace("2006/\n", "2006/"),
    "_rels/.rels": f"""<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2"
 Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    "xl/sharedStrings.xml": f"""<sst xmlns="{MAIN}"><si><t>title</t></si><si><t>A</t></si>
<si><r><t>B_x001B_</t></r><r><t>C</t></r></si></sst>""",
    SHEET: f"""<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>
<row r="7"><c r="A7" t="s"><v>2</v></c></row></sheetData></worksheet>""",
}  # as spreadsheet programs write it, but for the size, which is wrong as other programs' is
GOOD_BOOK = a_zip(**{name: text.encode() for name, text in PARTS.items()})
SPOT = GOOD_BOOK.index(SHEET.encode())  # where the sheet begins in it
TOO_MUCH = "unpacks to far more"
BROKEN = "cannot be read as a workbook"
STRINGS = "xl/sharedStrings.xml"


def with_entity(part: str, root: bytes, before: bytes, entity: bytes) -> bytes:
    """A book in which a text is an entity that the part itself declares."""
    declared = b"<!DOCTYPE x [<!ENTITY e " + entity + b">]>" + root
    book = replaced(GOOD_BOOK, part, before, before + b"&e;")
    return replaced(book, part, root, declared)


def test_shared_strings_are_read_whatever_size_the_sheet_says_it_has(
    put: Callable[..., Path],
) -> None:
    found = [(row.number, row.values["title"]) for row in rows(put(GOOD_BOOK))]
    assert found == [(2, "A"), (7, "B\x1bC")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: a_zip(**{"a.txt": b"x"}), BROKEN),
        (lambda: a_zip(**{"[Content_Types].xml": b"<Types/>"}), BROKEN),
        (lambda: a_zip(**{"[Content_Types].xml": b"x", "big": b"\0" * (9 << 20)}), TOO_MUCH),
        (lambda: a_zip(**{f"p{n}": b"" for n in range(5001)}), TOO_MUCH),
        (lambda: GOOD_BOOK[:-40], BROKEN),
        (lambda: GOOD_BOOK[:200], BROKEN),
        (lambda: GOOD_BOOK[: SPOT + 60] + b"\0" * 30 + GOOD_BOOK[SPOT + 90 :], BROKEN),
        (lambda: b"PK\x03\x04" + b"\0" * 1000, BROKEN),
        (lambda: replaced(GOOD_BOOK, SHEET, b"<sheetData>", b"<sheetData><row>"), BROKEN),
        (lambda: replaced(GOOD_BOOK, SHEET, b'r="A2"', b'r="AAAAAAA9999999999"'), BROKEN),
        (lambda: replaced(GOOD_BOOK, SHEET, b'row r="7"', b'row r="99999999999"'), BROKEN),
        (lambda: replaced(GOOD_BOOK, "xl/workbook.xml", b"<sheets>", b"<sheet>"), BROKEN),
        (
            lambda: replaced(GOOD_BOOK, SHEET, b"</row>", b"</row>" + b"<row/>" * 600_000),
            TOO_MUCH,
        ),
        (
            lambda: replaced(GOOD_BOOK, SHEET, b"</row>", b"<c/>" * 20_000 + b"</row>"),
            TOO_MUCH,
        ),
        (
            lambda: replaced(GOOD_BOOK, SHEET, b"</row>", b"<x:c/>" * 20_000 + b"</row>"),
            TOO_MUCH,
        ),
        (
            lambda: replaced(GOOD_BOOK, SHEET, b"</row>", b"x" * (5 << 20) + b"</row>"),
            TOO_MUCH,
        ),
        (
            lambda: replaced(GOOD_BOOK, "xl/sharedStrings.xml", b"</sst>", b"<si/>" * 1_000_001),
            TOO_MUCH,
        ),
        (
            lambda: replaced(
                GOOD_BOOK, "[Content_Types].xml", b"/xl/sharedStrings.xml", b"/xl/media/strings.xml"
            ),
            BROKEN,
        ),
        (
            lambda: replaced(
                GOOD_BOOK, "[Content_Types].xml", b"/xl/worksheets/sheet1.xml", b"/xl/media/s.xml"
            ),
            BROKEN,
        ),
        (
            lambda: replaced(
                GOOD_BOOK, "xl/workbook.xml", b"<workbook",
                b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
                + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10)
                           for n in range(9))
                + b"]><workbook>&j;</workbook><workbook",
            ),
            BROKEN,
        ),
        (lambda: with_entity(SHEET, b"<worksheet", b"<v>", b'SYSTEM "/etc/passwd"'), BROKEN),
        (lambda: with_entity(SHEET, b"<worksheet", b"<v>", b'"0"'), BROKEN),
        (lambda: with_entity(STRINGS, b"<sst", b"<t>", b'SYSTEM "/etc/passwd"'), BROKEN),
        (lambda: with_entity(STRINGS, b"<sst", b"<t>", b'"0"'), BROKEN),
        (
            lambda: replaced(
                GOOD_BOOK, "xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml",
                b"../../../../etc/passwd",
            ),
            BROKEN,
        ),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old or a protected"),
        (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 10, ""),
        (lambda: b"\x7fELF" + bytes(range(256)) * 10, ""),
        (lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(2000), ""),
        (lambda: b"\0" * 5000, ""),
    ],
)  # fmt: skip
def test_I14_what_is_no_workbook_or_a_bomb_is_refused_and_never_unpacked(
    put: Callable[..., Path], data: Callable[[], bytes], said: str
) -> None:
    assert said in refusal(put(data()))


def test_I14_declared_sizes_are_what_is_believed(put: Callable[..., Path]) -> None:
    """A sheet of 257 MiB is 250 kB in a zip; nothing of it is unpacked to find out."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open(SHEET, "w") as part:
            for _ in range(257):
                part.write(b" " * (1 << 20))
    assert len(found.getvalue()) < 1 << 20
    assert TOO_MUCH in refusal(put(found.getvalue()))
    assert table_zip.LARGEST == 256 << 20


def test_a_form_that_goes_out_comes_in(put: Callable[..., Path]) -> None:
    data = as_xlsx(["标题", "Details"], [["=1+1", "+3"]])
    assert values(put(data)) == [{"title": "=1+1", "details": "+3"}]
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


# JSON


@pytest.mark.parametrize(
    ("text", "found", "lone"),
    [
        ('[{"title": "A"}, {"标题": "B"}]', ["A", "B"], False),
        ('{"title": "A"}\n{"title": "B"}\n', ["A", "B"], False),
        ('{"title": "A"}{"title": "B"}', ["A", "B"], False),
        ('  {"title":\n"A"}  ', ["A"], True),
        ('[{"title": "A"}]', ["A"], False),
        ("[]", [], False),
        ("\ufeff[ ]", [], False),
    ],
)
def test_json_is_a_list_lines_or_one_object(
    put: Callable[..., Path], text: str, found: list[str], lone: bool
) -> None:
    with opened(str(put(text))) as source:
        table = read(source, COLUMNS)
        assert [row.values["title"] for row in table.rows()] == found
        assert (table.lone, table.total) == (lone, len(found))


def test_json_in_other_encodings(put: Callable[..., Path]) -> None:
    for encoding in ("utf-16", "gb18030", "utf-8-sig"):
        assert values(put('[{"title": "大促"}]', encoding)) == [{"title": "大促"}]


@pytest.mark.parametrize(
    "text",
    [
        "[", "{", "[{}", "[{},]", "[{} {}]", "[{}]]", "[{}],", '{"title": NaN}', "[{}] x",
        '{"a": 1}, {"b": 2}', "[" * 200_000, '{"a":' * 100_000, '{"title": ' + "9" * 10_000 + "}",
        '{"title": "\x01"}', '[{"title": "A"}, nonsense]', '{"title": "A"} nonsense',
        '[{"title": 1e999999}]', '[{"title": -Infinity}]', '{"title": -' + "9" * 5_000 + "}",
        '{"title": ' + "[" * 50_000 + "]" * 50_000 + "}",
    ],
)  # fmt: skip
def test_bad_json_is_refused_as_a_whole(put: Callable[..., Path], text: str) -> None:
    assert "is no JSON at or behind item" in refusal(put(text))


@pytest.mark.parametrize("item", ['{"title": 1, "title": 2}', '{"details": [{"x": 1, "x": 2}]}'])
def test_a_name_that_stands_twice_in_an_object_is_named(
    put: Callable[..., Path], item: str
) -> None:
    said = refusal(put('[{"title": "A"}, ' + item + "]"))
    assert said.startswith("Item 2 of list.csv has “")
    assert said.endswith("” twice.")


@pytest.mark.parametrize("text", ["5", '"abc"', "null", "true"])
def test_what_is_no_object_is_no_list_of_forms(put: Callable[..., Path], text: str) -> None:
    assert "no row with the names of the columns" in refusal(put(text))


def test_the_item_at_fault_is_named(put: Callable[..., Path]) -> None:
    assert "item 3" in refusal(put('[{"title": "A"}, {"title": "B"}, {"title": }]'))


def test_values_of_any_shape_are_handed_on(put: Callable[..., Path]) -> None:
    items = [7, "text", None, ["a"], {"title": {"a": 1}}, {"x": "\ud800"}, {"title": None}]
    found = rows(put(json.dumps(items)))
    assert [row.values for row in found] == items
    assert [row.number for row in found] == [1, 2, 3, 4, 5, 6, 7]


def test_a_big_object_is_one_item(put: Callable[..., Path]) -> None:
    texts = ["x" * 1_000_000, "y" * 100, "z" * 70_000]
    text = json.dumps([{"title": text, "details": [1, 2.5, 12345678901]} for text in texts])
    assert [row.values["title"] for row in rows(put(text))] == texts


def test_one_field_under_two_names_is_refused(put: Callable[..., Path]) -> None:
    [row] = rows(put('[{"title": "A", "标题": "B"}]'))
    assert row.fault is not None


def test_values_are_shown_as_they_could_be_typed() -> None:
    lines = [{"department": "PRD", "what": "x", "by": "+5d"}, {"department": "SAL", "what": "y"}]
    assert as_text("details", lines) == "PRD: x @ +5d; SAL: y"
    assert as_text("involved_departments", ["PRD", "SAL"]) == "PRD, SAL"
    assert as_text("urgent", True) == "yes"
    assert as_text("title", None) == ""
    assert as_text("details", [{"what": 1}]) == '[{"what": 1}]'


# Places


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "locked").write_text("title\n")
    for name in (
        "",
        "missing",
        "pipe",
        "a\0b",
        "\udcff",
        "/dev/null",
        "/dev/zero",
        "/proc/self/mem",
    ):
        with pytest.raises(BadInput) as caught, opened(str(tmp_path / name)):
            pass
        assert str(caught.value.message).isprintable()


@pytest.mark.parametrize("size", [64 * 1024 * 1024 + 1, 10 << 30])
def test_a_file_over_64_mib_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(size)
    assert "is larger than 64 MiB" in refusal(path)


def test_what_is_changed_meanwhile_is_not_seen(put: Callable[..., Path]) -> None:
    path = put(TEXT)
    with opened(str(path)) as source:
        table = read(source, COLUMNS)
        path.write_text("title\nanother\n")
        assert [row.values for row in table.rows()] == [GOOD]
        assert [row.values for row in table.rows()] == [GOOD]


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
                         min_size=2, max_size=2), max_size=5))  # fmt: skip
def test_every_text_comes_back_from_csv(tmp_path_factory: Any, cells: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("any") / "list.csv"
    path.write_bytes(as_csv([["title", "details"], *cells]).encode())
    wanted = [
        {name: text for name, cell in zip(("title", "details"), line, strict=True)
         if (text := cell.strip())}
        for line in cells
    ]  # fmt: skip
    assert values(path) == [line for line in wanted if line]
