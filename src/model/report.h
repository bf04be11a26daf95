/* One report read, computed, checked: the front half of the pipeline as one call for the commands. */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include "model/lint.h"

struct report_options {
    struct text_names templates; /* --templates, in order */
    const char *template_name;   /* -t; NULL = what the report names */
};

struct report {
    const char *folder; /* where report.ini stands */
    const char *name;   /* folder's base name, for messages over several reports */
    const struct ini *ini;
    struct template *template;
    struct facts *facts;
    struct doc *doc;
    const struct report *last; /* what 上年 names: folder, ini, template and facts; NULL if there is none */
    struct lint_edits edits; /* corrections of the text checks, for lint_fix */
};

/* Only where it is: folder and name. The file itself: *file. */
struct report report_locate(struct arena *arena, const char *path, const char **file);

/* path: a folder with report.ini, or an INI file. NULL if nothing usable was found (reported). */
struct report *report_load(struct arena *arena, struct diag *diag, const char *path,
                           const struct report_options *options);

/* The same for entries that stand in no file, without text files of its own. */
struct report *report_make(struct arena *arena, struct diag *diag, const struct ini *ini,
                           const struct report_options *options);

/* Template search folders for a report folder (NULL: none). */
struct text_names report_template_folders(struct arena *arena, const char *folder,
                                          const struct report_options *options);

/* Folders of that name ("templates") that came with the program: beside it, above it (a build folder), prefix/share. */
struct text_names report_shared_folders(struct arena *arena, const char *name);

#endif
