#include "plain.h"

#include "input/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void accepts(const char *bytes, size_t size, const char *text, const char *want)
{
    struct source source;
    assert_true(encoding_decode(arena, diag, "f", bytes, size, &source));
    assert_string_equal(source.text, text);
    assert_int_equal(source.size, strlen(text));
    assert_string_equal(source.file, "f");
    assert_string_equal(findings(), want);
}
#define ACCEPTS(bytes, text, want) accepts((bytes), sizeof(bytes) - 1, (text), (want))

static void refuses(const char *bytes, size_t size, const char *want)
{
    struct source source;
    assert_false(encoding_decode(arena, diag, "f", bytes, size, &source));
    assert_string_equal(findings(), want);
}
#define REFUSES(bytes, want) refuses((bytes), sizeof(bytes) - 1, (want))

static void takes_utf8_as_it_is(void **state)
{
    (void)state;
    ACCEPTS("甲\t\U00020BB7\U0002CB2D\n", "甲\t\U00020BB7\U0002CB2D\n", "");
}

static void takes_nothing(void **state)
{
    (void)state;
    ACCEPTS("", "", "");
}

static void drops_byte_order_marks(void **state)
{
    (void)state;
    ACCEPTS("\xEF\xBB\xBF甲\uFEFF乙", "甲乙", "");
}

static void ends_lines_three_ways(void **state)
{
    (void)state;
    ACCEPTS("a\r\nb\rc\n\r\n\r\rd", "a\nb\nc\n\n\n\nd", "");
}

static void reads_gb18030(void **state)
{
    (void)state;
    ACCEPTS("[\xB1\xA8\xB8\xE6]\n\xC4\xEA\xB6\xC8 = 2023\n", "[报告]\n年度 = 2023\n", "I001 0:0 ");
}

static void reads_four_byte_gb18030(void **state)
{
    (void)state;
    ACCEPTS("\xC3\xFB = \x95\x34\xB2\x35", "名 = \U00020BB7", "I001 0:0 ");
}

static void reads_utf16_both_ways(void **state)
{
    (void)state;
    ACCEPTS("\xFF\xFE\x32\x75\x0D\x00\x0A\x00\x42\xD8\xB7\xDF", "甲\n\U00020BB7", "I005 0:0 ");
}

static void reads_big_endian(void **state)
{
    (void)state;
    ACCEPTS("\xFE\xFF\x75\x32\x00\x0D\x00=", "甲\n=", "I005 0:0 ");
}

static void refuses_nul(void **state)
{
    (void)state;
    REFUSES("a\r\nb\rc\0d\n", "I003 3:0 ");
}

static void refuses_nul_in_utf16(void **state)
{
    (void)state;
    REFUSES("\xFF\xFE\x0A\x00\x00\x00", "I003 2:0 ");
}

static void refuses_damaged_utf16(void **state)
{
    (void)state;
    REFUSES("\xFF\xFE\x0A\x00\x42\xD8\x41\x00", "I002 2:0 UTF-16");
}

static void refuses_half_a_unit(void **state)
{
    (void)state;
    REFUSES("\xFF\xFE\x0A\x00\x42", "I002 2:0 UTF-16");
}

static void refuses_invalid_bytes(void **state)
{
    (void)state;
    REFUSES("[a]\r\nb = \xFF\n", "I002 2:0 0xFF");
}

/* Both halves are good GB18030, so only the guess that this is damaged UTF-8 saves the report from gibberish. */
static void refuses_damaged_utf8(void **state)
{
    (void)state;
    REFUSES("[报告]\n单位 = 某县某局\n年度\xE4\xB8 = 2023\n", "I002 3:0 0xE4");
}

static void names_the_bad_byte_of_gb18030(void **state)
{
    (void)state;
    REFUSES("[\xB1\xA8\xB8\xE6]\n\xC4\xEA\xB6\xC8 = \xFF\n", "I002 2:0 0xFF");
}

static void drops_control_characters(void **state)
{
    (void)state;
    ACCEPTS("甲\n\t乙\x07丙\x7F", "甲\n\t乙丙", "I004 2:3 U+0007; I004 2:5 U+007F");
}

static void does_not_flood(void **state)
{
    (void)state;
    char bytes[5000];
    memset(bytes, 1, sizeof bytes);
    struct source source;
    assert_true(encoding_decode(arena, diag, "f", bytes, sizeof bytes, &source));
    assert_int_equal(source.size, 0);
    assert_int_equal(diag_count(diag).errors, 100);
}

static void reports_files_it_cannot_read(void **state)
{
    (void)state;
    struct source source;
    char folder[] = "/tmp/encodingXXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_false(encoding_read(arena, diag, folder, "f", &source));
    const char *path = arena_printf(arena, "%s/x.ini", folder);
    assert_false(encoding_read(arena, diag, path, "f", &source));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("甲\r\n", file);
    fclose(file);
    assert_true(encoding_read(arena, diag, path, "f", &source));
    assert_string_equal(source.text, "甲\n");
    assert_string_equal(findings(), "I010 0:0 ; I011 0:0 ");
    unlink(path);
    rmdir(folder);
}

/* Opens for everyone, root included, and fails at the first read. */
static void reports_files_that_fail_while_read(void **state)
{
    (void)state;
    struct source source;
    if (access("/proc/self/mem", R_OK))
        skip();
    assert_false(encoding_read(arena, diag, "/proc/self/mem", "f", &source));
    assert_int_equal(diag_count(diag).system, 1);
    assert_memory_equal(findings(), "S902", 4);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(takes_utf8_as_it_is),
        TEST(takes_nothing),
        TEST(drops_byte_order_marks),
        TEST(ends_lines_three_ways),
        TEST(reads_gb18030),
        TEST(reads_four_byte_gb18030),
        TEST(reads_utf16_both_ways),
        TEST(reads_big_endian),
        TEST(refuses_nul),
        TEST(refuses_nul_in_utf16),
        TEST(refuses_damaged_utf16),
        TEST(refuses_half_a_unit),
        TEST(refuses_invalid_bytes),
        TEST(refuses_damaged_utf8),
        TEST(names_the_bad_byte_of_gb18030),
        TEST(does_not_flood),
        TEST(drops_control_characters),
        TEST(reports_files_it_cannot_read),
        TEST(reports_files_that_fail_while_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
