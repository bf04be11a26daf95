#include "input/sheet.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>
/* cmocka.h needs the first four */
#include <cmocka.h>

static struct arena *arena;
static struct diag *diag;
static char folder[32];
static const char *path;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diag = diag_new(arena);
    strcpy(folder, "/tmp/sheetXXXXXX");
    if (!mkdtemp(folder))
        return -1;
    path = arena_printf(arena, "%s/x.xlsx", folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(path);
    rmdir(folder);
    arena_free(arena);
    return 0;
}

/* One sheet in a line: cells as "B3=text", numbers with #, formulas behind ~; then the joins. */
static const char *describe(const struct sheet *sheet)
{
    struct buf buf = buf_in(arena);
    buf_printf(&buf, "%s:", sheet->name);
    for (size_t i = 0; i < sheet->cells.count; i++) {
        const struct sheet_cell *cell = &sheet->cells.items[i];
        buf_printf(&buf, " %d,%d=%s%s", cell->row, cell->col, cell->number ? "#" : "", cell->text);
        if (cell->formula)
            buf_printf(&buf, "~%s", cell->formula);
    }
    for (size_t i = 0; i < sheet->merges.count; i++) {
        const struct sheet_merge *merge = &sheet->merges.items[i];
        buf_printf(&buf, " [%d,%d-%d,%d]", merge->row, merge->col, merge->last_row, merge->last_col);
    }
    return buf_text(&buf);
}

static const char *read_all(void)
{
    const struct sheet_book *book = sheet_read(arena, diag, path, "x.xlsx");
    if (!book)
        return NULL;
    struct buf buf = buf_in(arena);
    for (size_t i = 0; i < book->sheets.count; i++)
        buf_printf(&buf, "%s%s", i ? " / " : "", describe(&book->sheets.items[i]));
    return buf_text(&buf);
}

static const char *finding(void)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    return arena_printf(arena, "%s %s", diag_code_id(all[0]->code), all[0]->detail);
}

/* Pairs of part name and text, ended by NULL. */
static void write_package(const char *const *parts)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (; *parts; parts += 2) {
        zip_source_t *source = zip_source_buffer(zip, parts[1], strlen(parts[1]), 0);
        assert_true(zip_file_add(zip, parts[0], source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

#define RELATIONSHIPS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION(id, type, target) "<Relationship Id='" id "' Type='" RELATIONSHIPS type "' Target='" target "'/>"
#define PACKAGE_RELATIONS \
    "_rels/.rels", "<Relationships>" RELATION("r1", "/officeDocument", "xl/workbook.xml") "</Relationships>"
#define WORKBOOK                                                                                                 \
    "xl/workbook.xml", "<workbook xmlns:r='" RELATIONSHIPS "'><sheets><sheet name='表' sheetId='1' r:id='w1'/>" \
                       "</sheets></workbook>"
#define WORKBOOK_RELATIONS                                                                                \
    "xl/_rels/workbook.xml.rels", "<Relationships>" RELATION("w1", "/worksheet", "worksheets/sheet1.xml") \
                                      RELATION("w2", "/sharedStrings", "sharedStrings.xml") "</Relationships>"

static const char *read_sheet(const char *strings, const char *sheet)
{
    const char *const parts[] = {PACKAGE_RELATIONS,
                                 WORKBOOK,
                                 WORKBOOK_RELATIONS,
                                 "xl/sharedStrings.xml",
                                 strings,
                                 "xl/worksheets/sheet1.xml",
                                 sheet,
                                 NULL};
    write_package(parts);
    return read_all();
}

static void reads_libxlsxwriter(void **state)
{
    (void)state;
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *first = workbook_add_worksheet(book, "自评表"), *second = workbook_add_worksheet(book, "b");
    worksheet_merge_range(first, 0, 0, 1, 2, "附件1\n<𠮷 & \"甲\">", NULL);
    worksheet_write_number(first, 2, 1, 98.5, NULL);
    worksheet_write_formula_num(first, 3, 27, "=SUM(B3:B3)", NULL, 98.5);
    worksheet_write_string(second, 0, 0, "  =x ", NULL);
    worksheet_write_blank(second, 1, 0, NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    assert_string_equal(read_all(), "自评表: 0,0=附件1\n<𠮷 & \"甲\"> 2,1=#98.5 3,27=#98.5~SUM(B3:B3) [0,0-1,2] / "
                                    "b: 0,0=  =x ");
    assert_int_equal(diag_count(diag).system, 0);
}

/* Other names of parts, absolute targets, inline strings, prefixes: as openpyxl and others write them. */
static void reads_other_writers(void **state)
{
    (void)state;
    const char *const parts[] = {
        "_rels/.rels",
        "<?xml version='1.0'?><Relationships>" RELATION("a", "/officeDocument", "/book/main.xml") "</Relationships>",
        "book/main.xml",
        "<x:workbook xmlns:x='u' xmlns:r='" RELATIONSHIPS "'><x:sheets><x:sheet name='二' sheetId='2' r:id='q'/>"
        "<x:sheet name='图' sheetId='3' r:id='c'/><x:sheet name='一' sheetId='1' r:id='p'/></x:sheets></x:workbook>",
        "book/_rels/main.xml.rels",
        "<Relationships>" RELATION("p", "/worksheet", "/sheets/A.xml") RELATION("q", "/worksheet", "../sheets/B.xml")
            RELATION("c", "/chartsheet", "c.xml") RELATION("s", "/sharedStrings", "none.xml") "</Relationships>",
        "sheets/a.xml",
        "<worksheet><sheetData><row><c t='inlineStr'><is><t>甲</t></is></c><c><v>1</v></c></row>"
        "<row r='5'><c r='C5' t='str'><f>B1&amp;&quot;x&quot;</f><v>1x</v></c><c t='b'><v>1</v></c>"
        "<c><f>A1</f></c></row></sheetData></worksheet>",
        "sheets/B.xml",
        "<w/>",
        NULL};
    write_package(parts);
    assert_string_equal(read_all(), "二: / 一: 0,0=甲 0,1=#1 4,2=1x~B1&\"x\" 4,3=TRUE 4,4=~A1");
}

static void reads_shared_strings(void **state)
{
    (void)state;
    const char *strings = "<sst><si><t>甲</t></si><si><r><rPr><b/></rPr><t>一</t></r><r><t xml:space='preserve'> 二</t>"
                          "</r><rPh sb='0' eb='1'><t>yi</t></rPh></si><si><t>a_x000D_b_x0_xZZZZ__</t></si><si/></sst>";
    assert_string_equal(read_sheet(strings, "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>1</v></c>"
                                            "<c r='B1' t='s'><v>0</v></c><c r='C1' t='s'><v>2</v></c>"
                                            "<c r='D1' t='s'><v>3</v></c><c r='E1' s='4'/></row></sheetData>"
                                            "<mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>"),
                        "表: 0,0=一 二 0,1=甲 0,2=a\rb_x0_xZZZZ__ 0,3= [0,0-1,1]");
}

static void reads_shared_formulas(void **state)
{
    (void)state;
    assert_string_equal(read_sheet("<sst/>",
                                   "<worksheet><sheetData><row r='2'><c r='A2'><f t='shared' ref='A2:A3' si='0'>B2</f>"
                                   "<v>2</v></c></row><row r='3'><c r='A3'><f t='shared' si='0'/><v>3</v></c></row>"
                                   "</sheetData></worksheet>"),
                        "表: 1,0=#2~B2 2,0=#3~");
}

/* A workbook of two tabs, the first hidden, dates since 1904, titles without $, parts named with \. */
static void reads_what_a_workbook_says_of_its_sheets(void **state)
{
    (void)state;
    const char *const parts[] = {
        PACKAGE_RELATIONS,
        "xl/workbook.xml",
        "<workbook xmlns:r='" RELATIONSHIPS "'><workbookPr date1904='1'/><sheets>"
        "<sheet name='列表' sheetId='1' state='veryHidden' r:id='w1'/><sheet name='a!b' sheetId='2' "
        "r:id='w2'/></sheets>"
        "<definedNames><definedName name='_xlnm.Print_Titles' localSheetId='1'>'a!b'!A:B,'a!b'!3:4</definedName>"
        "</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels",
        "<Relationships>" RELATION("w1", "/worksheet", "worksheets\\sheet1.xml")
            RELATION("w2", "/worksheet", "\\xl\\worksheets\\sheet1.xml")
                RELATION("s", "/styles", "styles.xml") "</Relationships>",
        "xl/styles.xml",
        "<styleSheet><borders><border/><border><start style='thin'/><end style='thin'/></border></borders>"
        "<cellXfs><xf/><xf numFmtId='14' borderId='1'/></cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row><c><v>1</v></c><c s='1'><v>43538</v></c></row></sheetData></worksheet>",
        NULL};
    write_package(parts);
    assert_string_equal(read_all(), "列表: 0,0=#1 0,1=#45000 / a!b: 0,0=#1 0,1=#45000");
    const struct sheet_book *book = sheet_read(arena, diag, path, "x.xlsx");
    assert_true(book->sheets.items[0].hidden);
    assert_false(book->sheets.items[1].hidden);
    assert_int_equal(book->sheets.items[0].head_first, -1);
    assert_int_equal(book->sheets.items[1].head_first, 2);
    assert_int_equal(book->sheets.items[1].head_last, 3);
    assert_int_equal(book->sheets.items[1].cells.items[1].look->borders, SHEET_LEFT | SHEET_RIGHT);
}

static void tells_old_and_locked_files(void **state)
{
    (void)state;
    static const char compound[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
                      stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0";
    char bytes[1024] = {0};
    for (int i = 0; i < 3; i++) {
        memcpy(bytes, i < 2 ? compound : "\t\10\20\0\0\6\5\0", 8);
        memcpy(bytes + 600, stream, i == 1 ? sizeof stream - 1 : 0);
        FILE *file = fopen(path, "wb");
        fwrite(bytes, 1, sizeof bytes, file);
        fclose(file);
        diag = diag_new(arena);
        assert_null(read_all());
        assert_string_equal(finding(), i == 1 ? "I015 " : "I014 ");
    }
}

static void refuses(const char *strings, const char *sheet, const char *want)
{
    assert_null(read_sheet(strings, sheet));
    assert_string_equal(finding(), want);
}

static void refuses_truncated_parts(void **state)
{
    (void)state;
    refuses("<sst/>", "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c>",
            "S906 xl/worksheets/sheet1.xml:1: no element found");
}

static void refuses_strings_that_are_not_there(void **state)
{
    (void)state;
    refuses("<sst><si><t>a</t></si></sst>", "<w>\n<row r='1'><c r='A1' t='s'><v>1</v></c></row></w>",
            "S906 xl/worksheets/sheet1.xml:2: shared string");
}

static void refuses_document_types(void **state)
{
    (void)state;
    refuses("<!DOCTYPE sst [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><sst><si><t>&b;</t></si></sst>", "<w/>",
            "S906 xl/sharedStrings.xml:1: DOCTYPE");
}

static void refuses_impossible_references(void **state)
{
    (void)state;
    static const char *const cells[] = {"a1", "A0", "XFE1", "A1048577", "AAAAAAAAAAAAAAAA1", "1", "A99999999999999"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        assert_null(read_sheet("<sst/>", arena_printf(arena, "<w><row r='1'><c r='%s'/></row></w>", cells[i])));
    static const char *const merges[] = {"A1", "B2:A1", "A1:B2:C3", "A1:", "x"};
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++)
        assert_null(read_sheet("<sst/>", arena_printf(arena, "<w><mergeCell ref='%s'/></w>", merges[i])));
    assert_null(read_sheet("<sst/>", "<w><row r='0'/></w>"));
    assert_null(read_sheet("<sst/>", "<w><c><v>1</v></c></w>"));
    assert_non_null(read_sheet("<sst/>", "<w><row r='1048576'><c r='XFD1048576'/></row></w>"));
}

static void refuses_missing_parts(void **state)
{
    (void)state;
    const char *const none[] = {"x", "y", NULL};
    write_package(none);
    assert_null(read_all());
    const char *const empty[] = {"_rels/.rels", "<Relationships/>", NULL};
    write_package(empty);
    assert_null(read_all());
    const char *const no_sheet[] = {PACKAGE_RELATIONS, WORKBOOK, WORKBOOK_RELATIONS, NULL};
    write_package(no_sheet);
    assert_null(read_all());
    assert_int_equal(diag_count(diag).system, 3);
}

static void refuses_large_parts(void **state)
{
    (void)state;
    size_t size = 65UL * 1024 * 1024;
    char *big = malloc(size + 1);
    assert_non_null(big);
    memset(big, ' ', size);
    big[size] = '\0';
    memcpy(big, "<sst/>", 6);
    refuses(big, "<w/>", "S906 xl/sharedStrings.xml: > 64 MiB");
    free(big);
}

/* A byte of the packed data changed, a file cut short, no ZIP at all, nothing, a folder. */
static void refuses_damaged_files(void **state)
{
    (void)state;
    assert_non_null(read_sheet("<sst><si><t>abcdefgh</t></si></sst>", "<w/>"));
    FILE *file = fopen(path, "rb");
    char bytes[8192];
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    char *text = memmem(bytes, n, "abcdefgh", 8);
    size_t cases[] = {n, n / 2, 1, 0};
    for (size_t i = text ? 0 : 1; i < 4; i++) { /* libzip stores what does not shrink */
        if (!i)
            text[0] = 'x';
        file = fopen(path, "wb");
        fwrite(bytes, 1, cases[i], file);
        fclose(file);
        assert_null(read_all());
    }
    path = arena_printf(arena, "%s/none", folder);
    assert_null(read_all());
    path = folder;
    assert_null(read_all());
    path = arena_printf(arena, "%s/x.xlsx", folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(reads_libxlsxwriter),        TEST(reads_other_writers),
        TEST(reads_shared_strings),       TEST(reads_shared_formulas),
        TEST(refuses_truncated_parts),    TEST(refuses_strings_that_are_not_there),
        TEST(refuses_document_types),     TEST(refuses_impossible_references),
        TEST(refuses_missing_parts),      TEST(reads_what_a_workbook_says_of_its_sheets),
        TEST(tells_old_and_locked_files), TEST(refuses_large_parts),
        TEST(refuses_damaged_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
