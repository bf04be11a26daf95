/* The files of 正文/ against what the template takes from there. In: which texts were asked for, the findings so far.
 * Out: hints for files nobody takes, and on both sides the name that may be meant. Must not know what a text says. */
#include "model/report_texts.h"

#include "base/os.h"

#include <string.h>

static const char suffix[] = ".txt", texts_folder[] = "正文";

/* Files of the folder that nothing includes, without their suffix. */
static struct text_names unused(struct arena *arena, const struct bind_place *place, const struct facts *facts)
{
    struct text_names files = os_list(arena, place->text_folder), names = {0};
    for (size_t i = 0; i < files.count; i++) {
        size_t n = strlen(files.items[i]), m = sizeof suffix - 1;
        if (n <= m || strcmp(files.items[i] + n - m, suffix) || *files.items[i] == '~')
            continue;
        const char *name = arena_strndup(arena, files.items[i], n - m);
        if (!map_get(place->texts->asked, name) && !facts_include(facts, name))
            *list_push(arena, &names) = name;
    }
    return names;
}

static const char *shown(struct arena *arena, const char *name)
{
    return name ? arena_printf(arena, "正文/%s%s", name, suffix) : NULL;
}

/* 正文 under another name; NULL if no folder of the report may be meant. */
static const char *misnamed(struct arena *arena, const char *folder)
{
    const struct text_names entries = os_list(arena, folder);
    struct text_names folders = {0};
    for (size_t i = 0; i < entries.count; i++)
        if (os_is_folder(os_join(arena, folder, entries.items[i]))) {
            if (text_starts(entries.items[i], texts_folder))
                return entries.items[i];
            *list_push(arena, &folders) = entries.items[i];
        }
    return text_nearest(texts_folder, &folders);
}

const char *report_text_folder(struct arena *arena, struct diag *diag, const char *folder, struct bind_texts *texts)
{
    const char *path = folder ? os_join(arena, folder, texts_folder) : NULL;
    if (!path || os_is_folder(path))
        return path;
    const char *near = misnamed(arena, folder);
    texts->no_folder = !near;
    if (!near)
        return NULL;
    diag_add(diag, DIAG_TEXT_FOLDER, (struct pos){0}, "%s", "")->near = near;
    return os_join(arena, folder, near);
}

/* All that is missing is one finding. */
static void report_folder(struct arena *arena, struct diag *diag, const struct bind_texts *texts)
{
    enum { SHOWN = 8 };
    struct buf files = buf_in(arena);
    for (size_t i = 0; i < texts->missing.count && i < SHOWN; i++)
        buf_printf(&files, "%s%s%s", i ? "、" : "", texts->missing.items[i], suffix);
    buf_add(&files, texts->missing.count > SHOWN ? " …" : "");
    if (texts->missing.count)
        diag_add(diag, DIAG_TEXT_FOLDER, (struct pos){0}, "%s", buf_text(&files));
}

void report_texts(struct arena *arena, struct diag *diag, const struct bind_place *place, const struct facts *facts)
{
    if (!place->text_folder) {
        report_folder(arena, diag, place->texts);
        return;
    }
    struct text_names extra = unused(arena, place, facts);
    for (size_t i = 0; i < extra.count; i++) {
        const char *file = shown(arena, extra.items[i]);
        diag_add(diag, DIAG_TEXT_UNUSED, (struct pos){.file = file}, "%s", "")->near =
            shown(arena, text_nearest(extra.items[i], &place->texts->wanted));
    }
    size_t n = 0;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; extra.count && i < n; i++)
        for (size_t k = 0; all[i]->code == DIAG_MUSTACHE_PARTIAL && k < place->texts->wanted.count; k++)
            if (!strcmp(all[i]->detail, shown(arena, place->texts->wanted.items[k])))
                all[i]->near = shown(arena, text_nearest(place->texts->wanted.items[k], &extra));
}
