/* 年度 against the calendar: a year of four digits, no later than the date of the report, and not long before it. */
#include "model/check_private.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2100, USUAL_GAP = 1 /* a year is judged in the next one */ };

/* The number is a year from FIRST_YEAR to last. */
static bool is_year(struct check *c, const struct num *num, int last)
{
    bool whole = num_cmp(num_round(c->arena, num, 0), num) == 0;
    return whole && num_cmp(num, num_int(c->arena, FIRST_YEAR)) >= 0 && num_cmp(num, num_int(c->arena, last)) <= 0;
}

void check_year(struct check *c)
{
    const struct fact *year = facts_find(c->facts, "报告.年度"), *date = facts_find(c->facts, "报告.日期");
    if (!year || !year->num || year->state != FACT_TYPED)
        return;
    bool dated = date && date->date[0] > 0;
    if (!is_year(c, year->num, dated ? date->date[0] : LAST_YEAR)) {
        const char *figures = arena_printf(c->arena, dated ? "%s，%s" : "%s", year->typed, dated ? date->text : "");
        struct finding *finding = diag_add(c->diag, DIAG_BAD_YEAR, year->at, "%s", figures);
        if (dated)
            diag_also(c->diag, finding, date->at);
        return;
    }
    const struct num *gap = num_sub(c->arena, num_int(c->arena, date && dated ? date->date[0] : 0), year->num);
    if (dated && num_cmp(gap, num_int(c->arena, USUAL_GAP)) > 0)
        diag_also(c->diag, diag_add(c->diag, DIAG_YEAR_LONG_AGO, year->at, "%s，%s", year->typed, date->text),
                  date->at);
}
