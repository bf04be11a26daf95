/* build.ini: what was issued: program, templates, fonts, inputs, outputs, every value and where it is printed, the
 * paragraphs, the findings. Deterministic: no clock, no path of this machine. Written by `build`, read by `diff`. */
#ifndef MODEL_ISSUE_H
#define MODEL_ISSUE_H

#include "input/ini.h"

/* The file's name in the output folder. */
#define ISSUE_FILE "build.ini"
/* The folder in it that keeps earlier issues, numbered. Both are the report folder's own names, like 正文 and out: `diff`
 * and the answer to 退回意见 look for them without a template. */
#define ISSUE_KEPT "旧版"
/* In it: the outputs that were replaced last, and under numbers the copies of outputs that somebody else had edited. */
#define ISSUE_LAST "上一次"
#define ISSUE_EDITED "手改"

/* A printed line of a page (line > 0; blank ones are not counted) or a row of an annex (row > 0, counted in its table); sheet and cell of its workbook. */
struct issue_place {
    int page, line, row;
    const char *sheet, *cell; /* "" if none … */
    const char *annex;        /* … and the label of its annex: sheets of several workbooks may bear one name */
};
struct issue_places {
    struct issue_place *items;
    size_t count, cap;
};

struct issue_fact {
    const char *name, *label;
    const char *value; /* as printed, with its unit */
    struct issue_places places;
};

/* From this byte of a text on it stands there. */
struct issue_line {
    size_t at;
    struct issue_place place;
};

/* A paragraph, or a row of a table. */
struct issue_text {
    const char *text; /* as printed */
    const char *hash; /* of the text with the names of facts in place of their values */
    struct issue_place place;         /* where it begins */
    LIST_OF(struct issue_line) lines; /* its further lines, the further cells of a row; in order of `at` */
    struct pos at; /* where it was written */
};

struct issue_file {
    const char *name, *hash;
    long long size;
    int pages; /* of an output; 0 for others */
};

struct issue_font {
    const char *face, *file, *version, *hash;
    long long size;
};

struct issue_template {
    const char *name, *version;
};

struct issue_findings {
    struct finding **items;
    size_t count, cap;
};

struct issue {
    struct arena *arena;
    const char *program; /* version */
    const char *title;   /* of the document */
    LIST_OF(struct issue_template) templates;
    LIST_OF(struct issue_font) fonts;
    LIST_OF(struct issue_file) inputs, outputs;
    LIST_OF(struct issue_fact) facts;
    LIST_OF(struct issue_text) texts;
    struct issue_findings findings;
};

struct issue *issue_new(struct arena *arena);

/* The whole file's text. */
const char *issue_text(struct arena *arena, const struct issue *issue);

/* NULL if it cannot be read (reported) or is of another 格式 (reported T003). */
struct issue *issue_read(struct arena *arena, struct diag *diag, const char *path, const char *file);

/* Only the findings of that file, added to diag again: nothing else of it is looked at. False if it has none to read.
 */
bool issue_recall(struct arena *arena, struct diag *diag, const char *path);

/* Adds to a text's shape what stands there: the name of the fact, or (NULL) the words. A text's hash is of its shape. */
void issue_shape_add(struct buf *shape, const char *words, const char *fact);

/* True if the texts of two such files show the same values and paragraphs at the same places. */
bool issue_same_values(const char *a, const char *b);

/* Folders of earlier issues that are kept in the output folder `out`, the newest first. */
struct text_names issue_kept(struct arena *arena, const char *out);

/* What the file shows of a text: leading and trailing white space gone, one line. */
const char *issue_flat(struct arena *arena, const char *text);

/* Where the byte of the text is printed. */
const struct issue_place *issue_text_place(const struct issue_text *text, size_t at);

#endif
