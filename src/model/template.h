/* A template chain: nearest first, base last; INI files merged file by file, section by section, key by key,
 * each line keeping its origin. Data-format §5. */
#ifndef MODEL_TEMPLATE_H
#define MODEL_TEMPLATE_H

#include "input/ini.h"

enum { TEMPLATE_FORMAT = 1, TEMPLATE_DEPTH = 8 };

struct template
{
    const char *name;
    struct text_names names;   /* the chain, nearest first */
    struct text_names folders; /* their folders, same order */
    struct map *inis;          /* file name → struct ini *, merged on first use */
    struct map *texts;         /* file name → struct source *; a source without text marks a known absence */
};

/* search: folders that hold template folders, in order: the caller puts together --templates, REPORT/模板 and beside
 * it, $ZIPING_TEMPLATES, beside the program, prefix/share. at: where the name was written. NULL if the chain cannot be
 * used: T001 missing, T002 cycle, T003 needs a newer program, T004 too deep, T005 not a bare name. */
struct template *template_load(struct arena *arena, struct diag *diag, const char *name, struct pos at,
                               const struct text_names *search);

/* The merged INI file of that name ("fields.ini"); an empty one if no template of the chain has it.
 * `key = -` has removed keys, `[-section]` sections, `\-` is a hyphen. */
const struct ini *template_ini(struct arena *arena, struct diag *diag, struct template *t, const char *file);

/* The nearest text file of that name ("report.txt", "主要绩效.txt"), or NULL. */
const struct source *template_text(struct arena *arena, struct diag *diag, struct template *t, const char *file);

/* Reports the value of a setting (T007) with what may stand there: choices, of which the nearest is suggested, or
 * `like`, examples of the form; either may be NULL. */
struct finding *template_bad_value(struct diag *diag, const struct ini_key *key, const struct text_names *choices,
                                   const char *like);

/* True if any template of the chain has the file, readable or not. */
bool template_has(struct arena *arena, const struct template *t, const char *file);

/* A table's name, typed with or without the .ini of its file. */
const char *template_table(struct arena *arena, const char *name);

/* True for a place in a file of the template itself, not of one that it inherits. */
bool template_own(const struct template *t, const struct pos *at);

/* Reports (T008) with the nearest name a section that is none of the known ones, and the keys of a section (may be
 * NULL) that are none of them. A known name that ends in * stands for all that begin so. */
void template_refuse_section(struct arena *arena, struct diag *diag, const struct ini_section *section,
                             const struct text_names *known);
void template_refuse_key(struct arena *arena, struct diag *diag, const struct ini_section *section,
                         const struct ini_key *key, const struct text_names *known);
void template_refuse_keys(struct arena *arena, struct diag *diag, const struct ini_section *section,
                          const struct text_names *known);

/* Names of the INI and text files that any template of the chain holds, sorted. */
struct text_names template_files(struct arena *arena, const struct template *t);

/* Reads every file of the chain, so that whatever is wrong with one as a file goes to diag: later readers get what is
 * there, silently. */
void template_read(struct arena *arena, struct diag *diag, struct template *t);

/* Templates found in the search folders, sorted, without duplicates. */
struct text_names template_list(struct arena *arena, const struct text_names *search);

#endif
