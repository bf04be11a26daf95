/* .build-stamp: everything an output set was made from, as it was then, so that a second build can tell within a
 * millisecond that nothing has changed. Paths, sizes and times of this machine: hidden, and no part of what is promised
 * to be the same everywhere (that is build.ini). */
#ifndef MODEL_STAMP_H
#define MODEL_STAMP_H

#include "base/diag.h"
#include "base/text.h"

#define STAMP_FILE ".build-stamp"
/* The setting that says which program it was. */
#define STAMP_PROGRAM "ziping"
/* The setting that says which outputs were written; "": all. */
#define STAMP_ONLY "--only"

enum stamp_kind {
    STAMP_SETTING, /* a word that must be equal: program, options, search folders */
    STAMP_INPUT,   /* a file: size and time, else its contents */
    STAMP_FONT,    /* a file: size and time; megabytes are not read to learn that it was only touched */
    STAMP_OUTPUT,  /* a file of the output folder: size and time, else its contents */
    STAMP_ABSENT,  /* must not be there */
    STAMP_TREE,    /* the .ini and .txt files below a folder */
    STAMP_FOLDER,  /* the names in a folder */
    STAMP_PLACE,   /* a folder or file of the system: size and time */
    STAMP_KINDS
};

struct stamp;

/* root: the report's folder; out: the output folder. Both absolute; paths below root are kept relative to it. */
struct stamp *stamp_new(struct arena *arena, const char *root, const char *out);

/* Notes how it is now. stamp_path returns the hash, "-" if there is nothing. An output's name is that in the folder
 * `now`, where it stands before the swap. */
void stamp_setting(struct stamp *stamp, const char *name, const char *value); /* of one name: the last one counts */
const char *stamp_path(struct stamp *stamp, enum stamp_kind kind, const char *path);
const char *stamp_output(struct stamp *stamp, const char *now, const char *name);

const char *stamp_text(struct stamp *stamp);

/* The stamp of an earlier build in the output folder; NULL if there is none to read. */
struct stamp *stamp_read(struct arena *arena, const char *root, const char *out);

/* What is different now, settings first; none if nothing is. `now`: today's settings. verify: look at all contents. */
struct stamp_change {
    enum stamp_kind kind;
    const char *name;
    bool gone;
};
struct stamp_changes {
    struct stamp_change *items;
    size_t count, cap;
};
struct stamp_changes stamp_compare(const struct stamp *stamp, const struct stamp *now, bool verify);

/* What a setting was, "" if there was none of that name. */
const char *stamp_value(const struct stamp *stamp, const char *setting);

/* What an input's hash was, "" if it was none of them. */
const char *stamp_hash(const struct stamp *stamp, const char *input);

/* The names of the outputs. */
struct text_names stamp_outputs(const struct stamp *stamp);

/* Relative paths of the .ini and .txt files below a folder, sorted; without hidden ones, output folders and the folders
 * of other reports. At most 20 deep. */
struct text_names stamp_tree(struct arena *arena, const char *folder);

#endif
