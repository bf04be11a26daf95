/* What main.c hands to a command, and what commands share. Results go to stdout (of check: the
 * findings), findings to stderr. */
#ifndef CMD_H
#define CMD_H

#include "model/report.h"

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_WRONG_USE = 2, EXIT_TROUBLE = 3 };

enum output_format { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_CSV };
enum dump_kind { DUMP_NONE, DUMP_PAGES, DUMP_GRID };

struct fonts;
struct layout;

struct options {
    enum diag_lang lang;
    bool color, quiet, verbose;
    struct report_options report; /* --templates, -t */
    struct text_names fonts;      /* --fonts */
    const char *out;              /* -o; NULL = REPORT/out */
    bool pdf, xlsx;               /* --only */
    bool proof;                   /* --proof: the proof copy, too */
    bool keep, verify;            /* --keep, --verify */
    enum output_format format;
    bool fix; /* check --fix */
    enum dump_kind dump;
    const char *from;  /* --from: last year's report, the base of a template; NULL if absent */
    const char *sheet; /* --sheet; NULL if absent */
};

/* Each command: arguments behind its name; returns the exit code. */
int cmd_build(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_check(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_facts(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_fonts(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_new(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_explain(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_diff(struct arena *arena, const struct options *options, int argc, char **argv);
int cmd_template(struct arena *arena, const struct options *options, int argc, char **argv);

/* template import-table FORM.xlsx. */
int template_import(struct arena *arena, const struct options *options, const char *path);
/* template preview NAME. */
int template_preview(struct arena *arena, const struct options *options, const char *name);

/* The report in which the user stands, whose own templates count, too. */
const char *template_place(void);

/* Loads the template and reports; NULL if it cannot be used. */
struct template *open_template(struct arena *arena, struct diag *diag, const struct options *options, const char *name);

/* All that `template check` finds; false if the template cannot be used at all. */
bool judge_template(struct arena *arena, struct diag *diag, const struct options *options, const char *name);

/* Reports what 更正.ini, the wording of corrections, may not hold. */
void correction_words_check(struct arena *arena, struct diag *diag, const struct ini *words);

/* Prints findings if there are any; the exit code. */
int finish(struct diag *diag, const struct options *options);

/* One of two wordings. */
const char *say(const struct options *options, const char *zh, const char *en);

/* A usage line with the placeholders in the language of the messages. */
const char *localised_usage(struct arena *arena, const struct options *options, const char *usage);

/* A path as it is written in a command: in quotes where the shell would take it for several words. */
const char *shell_word(struct arena *arena, const char *path);

/* One line about wrong use on stderr; near may be NULL. Returns EXIT_WRONG_USE. */
int wrong_use(const struct options *options, const char *zh, const char *en, const char *word, const char *near);

/* Prints what was found: all of it and the verdict, or with -q only what keeps the report from being sent. Returns
 * the exit code; a template named by -t that does not exist is wrong use. */
int print_findings(struct diag *diag, const struct options *options);

/* The same with a verdict on a template. */
int print_template_findings(struct diag *diag, const struct options *options);

/* The same without the verdict, for what is neither. */
int print_trouble(struct diag *diag, const struct options *options);

struct report_job {
    struct arena *arena;
    struct diag *diag;
    struct report *report;
    const char *path;
    bool alone;  /* the only report of this run */
    bool silent; /* set by an action that has printed the findings itself */
    FILE *out;   /* where the findings go; an action may say stdout */
    void *ctx;
};
/* Its findings, each line with the report's path if there are several; the exit code. */
int print_report_findings(const struct report_job *job, const struct options *options);

/* 报告.单位; NULL if it is not known. */
const char *report_unit(const struct report_job *job);

/* Reads each report in an arena of its own, hands it to `action` and prints the findings; of several an overview, too.
 * report is NULL if it could not be read. Returns the worst exit code. */
int each_report(const struct options *options, int argc, char **argv,
                void (*action)(struct report_job *, const struct options *), void *ctx);

/* The same, but a report of which `done` (may be NULL) says that nothing is left to do is not read at all. */
int each_report_unless(const struct options *options, int argc, char **argv,
                       bool (*done)(struct report_job *, const struct options *),
                       void (*action)(struct report_job *, const struct options *), void *ctx);

/* Sets a document in the faces of its template; reports characters without a face. NULL: no faces, reported. The fonts,
 * for the caller to close, are those of the layout. */
struct layout *lay_out_report(struct arena *arena, struct diag *diag, const struct options *options,
                              struct template *template, const struct doc *doc, struct fonts **fonts);

/* The folders that hold font files: those of --fonts and no others, else $ZIPING_FONTS, beside the program,
 * prefix/share. */
struct text_names font_folders(struct arena *arena, const struct options *options);

#endif
