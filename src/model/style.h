/* layout.ini as plain numbers: page, grid, faces and sizes of every element, table styles.
 * Lengths are millipoints (mpt): 1 pt = 1000; integers, so that 22 lines are 22 lines. */
#ifndef MODEL_STYLE_H
#define MODEL_STYLE_H

#include "model/template.h"

#include <stdint.h>

typedef int32_t mpt;

/* mm × 1000 (micrometres) → mpt, rounded. 1 mm = 72/25.4 pt. */
mpt mpt_from_um(long um);

/* "37 mm", "29.61 pt" → mpt; -1 if it is neither. */
mpt mpt_read(const char *text);

enum element {
    EL_TITLE,      /* 标题 */
    EL_SUBTITLE,   /* 副标题 */
    EL_SALUTATION, /* 抬头 */
    EL_BODY,       /* 正文 */
    EL_LEVEL1,     /* 一级 */
    EL_LEVEL2,     /* 二级 */
    EL_LEVEL3,     /* 三级 */
    EL_LEVEL4,     /* 四级 */
    EL_NOTE,       /* 附注 */
    EL_ATTACHMENTS,/* 附件说明 */
    EL_SIGN,       /* 落款 */
    EL_ANNEX_LABEL,/* 附件标识 */
    EL_ANNEX_TITLE,/* 附件标题 */
    EL_PAGE_NUMBER,/* 页码 */
    EL_COUNT
};

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct style {
    int face;     /* index into struct page_model.faces */
    mpt size;
    enum align align;
    bool bold;    /* XLSX only: PDF faces are what they are */
};

/* A table style: 表头, 正文, 左, 右, 注 … named by the template; rows and cells use them by !name. */
struct cell_style {
    const char *name;
    struct style text;
    enum align align;
    int indent;                     /* 缩进: characters that the first and every other line stand in from the left */
    mpt border_inner, border_outer; /* line widths; 0 = none */
};

struct page_model {
    mpt width, height;        /* 595276 × 841890 */
    mpt top, left;            /* 37 mm, 28 mm: the text area's corner */
    mpt text_width, text_height; /* 442205 × 637795 */
    int lines, cells;         /* 22, 28 */
    mpt pitch;                /* 29609: (text_height − body size) / (lines − 1) unless the template says */
    mpt cell;                 /* 15793: text_width / cells */
    mpt number_drop;          /* 7 mm: top of the page number's dash below the text area */
    bool mirror;              /* even pages mirrored */
    struct style styles[EL_COUNT];
    struct text_names faces;  /* 小标宋 黑体 … in the order of [字体]; index = struct style.face */
    struct text_names office_faces; /* the official family names for XLSX, same order */
    LIST_OF(struct cell_style) cell_styles; /* [0] = 正文 */
    mpt cell_pad_x, cell_pad_y; /* inside a cell, each side */
    mpt table_pitch;          /* line pitch in cells × 1000 of the size: 1300 = 1.3 */
    /* wording of the layout */
    const char *attachments_label; /* 附件： */
    const char *annex_label;       /* 附件{n} */
    const char *page_number;       /* — {n} — */
    const char *proof_mark;        /* 审核稿: on its pages, and its file's name */
    const char *proof_list;        /* 审核意见: the title over the list of findings */
    const char *correction;        /* 更正说明: the template that sets it */
    const struct ini *layout;      /* layout.ini: sizes by name, for a table's own styles */
    bool seal;                     /* room for a seal at the signature */
    /* words of titles: not split; a line may well end with them; they stay with what precedes */
    struct text_names title_words, title_ends, title_tails;
    struct style banner, imprint; /* 版头: 发文机关标志; 版记 */
    mpt banner_drop;              /* its top below the text area's */
    mpt banner_rule, banner_rule_drop;  /* the red rule: its weight, and how far below 发文字号 */
    mpt imprint_thick, imprint_thin;    /* weights of 版记's rules: first and last, between */
};

/* Never NULL; reports T006/T007 and substitutes the standard's value. */
const struct page_model *style_load(struct arena *arena, struct diag *diag, struct template *t);

/* The model with the cell styles of one table: 字号, 字体 of its [表], its own [表格样式 …]; without any, the model itself.
 * Reports T007, T008. */
const struct page_model *style_of_table(struct arena *arena, struct diag *diag, const struct page_model *model,
                                        const struct ini *table);

/* Index of a cell style by name, -1 if unknown. */
int style_cell(const struct page_model *model, const char *name);

/* The style of a line round a table: 单位行, 注 or 签字行. Without one of its own 签字行 is set like 注, any like 正文. */
const struct cell_style *style_around(const struct page_model *model, const char *name);

#endif
