/* Shared by style.c (layout.ini) and style_cell.c (styles of tables): keys of the page model, read and reported. */
#ifndef MODEL_STYLE_PRIVATE_H
#define MODEL_STYLE_PRIVATE_H

#include "model/style.h"

struct style_reader {
    struct arena *arena;
    struct diag *diag;
    const struct ini *ini; /* layout.ini */
    struct page_model *model;
    bool none; /* there is no layout.ini: said once, not key by key */
};

/* Each reads one key: `fallback` where key is NULL, or where it is malformed (T007). style_flag: false. */
mpt style_length(struct style_reader *r, const struct ini_key *key, mpt fallback);
int style_count(struct style_reader *r, const struct ini_key *key, int least, int fallback);
bool style_flag(struct style_reader *r, const struct ini_key *key);
mpt style_size(struct style_reader *r, const struct ini_key *key, mpt fallback); /* 三号 by [字号], or a length */
int style_face(struct style_reader *r, const struct ini_key *key, int fallback);
enum align style_align(struct style_reader *r, const struct ini_key *key, enum align fallback);

/* T008 for keys that no section of that name has in layout.ini. */
void style_refuse_keys(struct style_reader *r, const struct ini_section *section);

/* The sections [表格样式 …] of layout.ini → model->cell_styles. */
void style_read_cells(struct style_reader *r);

#endif
