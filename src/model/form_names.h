/* Labels of a form → placeholders, learnt from a template: from what its fields are called and from where its own
 * tables print them. */
#ifndef MODEL_FORM_NAMES_H
#define MODEL_FORM_NAMES_H

#include "model/doc.h"
#include "model/survey.h"

struct form_names;

/* doc: the template's own tables, filled in with a draft. survey: the report's, or a record's: then its annexes are
 * learnt, and of the report what the record does not name itself. */
struct form_names *form_names_new(struct arena *arena, const struct survey *survey, const struct doc *doc);

/* The list of records whose forms they know (项目); NULL: the report's own. */
const char *form_names_list(const struct form_names *names);

/* The placeholder of a blank cell with these two labels; NULL if none or more than one fits. year: the latest year
 * among the form's labels, 0 if there is none. */
const char *form_names_cell(const struct form_names *names, const char *row, const char *column, int year);

/* Of the cells known the one whose labels are almost these: each the same but for a few characters more or less; NULL
 * if there is none or several are as near. To be suggested, never to be taken. */
const char *form_names_near(const struct form_names *names, const char *row, const char *column, int year);

/* Of the single labels known the one that is almost this. */
const char *form_names_near_one(const struct form_names *names, const char *label, int year);

/* Is it the head of the rows' numbers? */
bool form_names_ordinal(const struct form_names *names, const char *label);

/* The placeholder of a label alone. */
const char *form_names_one(const struct form_names *names, const char *label, int year);

/* The same for a label with room for figures behind it (按收入性质分：). */
const char *form_names_mixed(const struct form_names *names, const char *label, int year);

/* The table and column of a header, for rows that repeat; false if none fits. */
bool form_names_column(const struct form_names *names, const char *label, int year, const char **table,
                       const char **column);

/* The column of that table which the label names, although others have it, too; NULL if there is none. */
const char *form_names_column_of(const struct form_names *names, const char *table, const char *label, int year);

/* Dots and the like name nothing: …… stands for more rows. */
bool form_names_nothing(const struct form_names *names, const char *label);

/* The latest year named in a text, or `year`. */
int form_year(const char *text, int year);

#endif
